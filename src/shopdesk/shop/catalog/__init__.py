"""The catalogue: channels, products, SKUs and their barcodes."""
