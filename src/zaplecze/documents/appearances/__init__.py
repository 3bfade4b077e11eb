"""Appearances of invoices: how each arrived, and which of them are one paper."""
