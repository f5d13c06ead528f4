"""Where the money is: from profit to the bank bar by bar, and the cash of the weeks to come."""
