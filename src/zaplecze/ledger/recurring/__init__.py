"""Entries that come back: templates proposed into the buffer, once a month each."""
