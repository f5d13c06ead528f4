"""Where rows live: one store, opened once, written through one door."""
