"""Promotions: when they run, for what and whom, what a basket pays under them, and their coupons."""
