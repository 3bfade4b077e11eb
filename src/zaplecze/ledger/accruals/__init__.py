"""Costs and revenue spread over months (RMK): schedules, their instalments, what is left."""
