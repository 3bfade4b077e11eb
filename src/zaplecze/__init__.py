"""Zaplecze: the back office of a Polish company, and of the office that serves many of them."""

__version__ = "0.1.0"
