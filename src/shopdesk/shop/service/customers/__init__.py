"""Customers in service: their card, their level, who may be one person, and who is forgotten."""
