"""The dry run: what a file would do to the store, row by row, before anything is written."""
