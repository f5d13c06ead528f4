"""Scores of listings: the rules, what is known of each listing, and what to change in it."""
