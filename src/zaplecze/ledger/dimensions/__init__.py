"""Turnover and balances by partner, employee, cost centre (MPK) and project."""
