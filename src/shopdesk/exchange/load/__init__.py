"""Writing a staged file into the store in one transaction, and taking it back whole."""
