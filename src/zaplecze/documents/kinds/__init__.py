"""Kinds of papers as data: what each is called, what is written down of it, how it circulates."""
