"""Listings: what they say and score, how they are found and bought, what they cost, and what might be sold next."""
