"""The calendar of promotions: bars and lanes, the days that matter, and what is got ready by when."""
