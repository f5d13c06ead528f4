"""What screens over days and a channel share: both choices above, pages below, a table that follows them."""
