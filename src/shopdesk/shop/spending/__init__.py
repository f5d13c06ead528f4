"""Money that goes out: bills, what recurs, advertising, and what orders cost that are no sales."""
