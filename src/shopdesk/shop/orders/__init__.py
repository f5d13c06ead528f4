"""Orders of every channel: what was sold, charged, refunded and shipped."""
