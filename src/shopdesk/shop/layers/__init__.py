"""The store as four open layers: raw rows, facts, daily summaries, named figures."""
