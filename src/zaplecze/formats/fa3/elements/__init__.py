"""The tables of FA(3): every element of the schema beside its field, in schema order."""
