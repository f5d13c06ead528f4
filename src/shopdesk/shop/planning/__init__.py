"""Planning: what sells how fast, what to buy of it and when, and what lies on the shelf for nothing."""
