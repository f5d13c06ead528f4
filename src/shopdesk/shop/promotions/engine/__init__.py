"""The price engine: what a basket pays to the cent, what holds together, and the least that a buyer can pay."""
