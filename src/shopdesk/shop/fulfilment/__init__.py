"""Orders on their way out and back: promised, allocated, picked, packed, shipped, returned."""
