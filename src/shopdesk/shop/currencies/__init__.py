"""Other currencies: what is held and owed in them, and what they are worth on a day."""
