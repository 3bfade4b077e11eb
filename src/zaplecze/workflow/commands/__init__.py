"""Writes of circulation."""
