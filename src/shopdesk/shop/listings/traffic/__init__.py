"""Traffic: what reports tell of visitors, each day once, the funnel, the mix, and when listings go on sale."""
