"""Sales tax: rates with their days, what sales and refunds owe of it, and booking what prices contain."""
