"""What was truly earned, by month, channel and SKU."""
