"""Reads of circulation: they never write."""
