"""Purchases from abroad on which the buyer owes the tax: import of services, goods from the Union."""
