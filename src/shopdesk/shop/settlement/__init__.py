"""What channels pay out: statements, payouts, the fees they took, and every cent that nobody has explained yet."""
