"""The morning page: what needs a person now, the figures, and why they moved."""
