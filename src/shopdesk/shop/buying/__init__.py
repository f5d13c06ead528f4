"""Buying: suppliers and their prices, purchase orders, what came of them, and what it cost on the way."""
