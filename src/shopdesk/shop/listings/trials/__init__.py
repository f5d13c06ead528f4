"""Trials: versions of a listing against each other, and candidates that the shop may sell."""
