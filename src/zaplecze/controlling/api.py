"""The desk of controlling: what others may import."""
