"""Closing a month: what has to be looked at before, the seal, and what came after it."""
