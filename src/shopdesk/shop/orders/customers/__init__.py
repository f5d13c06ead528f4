"""Customers: who buys on each channel, and how they are reached."""
