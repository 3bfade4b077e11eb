"""The corpus of made-up papers and what reading makes of it."""
