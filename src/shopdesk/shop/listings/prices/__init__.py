"""Prices of listings: what each leaves, rules and what they propose, others' prices, and how much buyers mind."""
