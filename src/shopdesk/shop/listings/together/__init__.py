"""Bought together: pairs, what comes next, and bundles made of them."""
