"""Titles: their words and search words, how long they may be, drafts, the lock, and the workshop over them all."""
