"""The numbered steps of the schema, and what a developer needs to write the next one (README.md)."""
