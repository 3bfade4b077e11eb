"""Savings: what the back office was before, what it is now, and how sure that is."""
