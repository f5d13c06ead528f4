"""The pre-flight certificate: whether a promotion may start, and what says so."""
