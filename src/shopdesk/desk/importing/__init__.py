"""Import in the window: files wait in a queue, each is read, understood, tried, and written when a person says so."""
