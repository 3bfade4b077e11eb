"""Dziennik podawczy: incoming and outgoing letters with numbers without gaps."""
