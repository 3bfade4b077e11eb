"""Pure readers and writers of outside formats: no Django, no clock, no network."""
