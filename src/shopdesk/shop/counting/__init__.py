"""Counting in sessions: what is to be counted, what was scanned, what a second look says, and only then stock."""
