"""Listings: what they say, what they score, how they are found and bought, what they cost, and what is tried on them."""
