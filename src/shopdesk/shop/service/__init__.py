"""Service: cases and their clocks, ready answers, and what buyers say of the shop."""
