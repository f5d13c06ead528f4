"""The books: accounts, balanced entries that point to their document, and closed periods."""
