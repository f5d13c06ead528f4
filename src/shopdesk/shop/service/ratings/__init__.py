"""Ratings, reviews and surveys: what buyers say of the shop."""
