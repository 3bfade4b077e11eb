"""Windykacja: ageing, balance confirmations, reminders and interest notes."""
