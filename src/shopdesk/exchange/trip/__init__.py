"""The three-way round trip: an exported grid, edited in a spreadsheet and dropped back, is a list of edits (X8)."""
