"""Writes of the books, by noun. Set-based: one call, one or 100,000 entries."""
