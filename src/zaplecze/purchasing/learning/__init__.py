"""Posting proposals from the company's own history: precedents, guesses with reasons, measured reliability."""
