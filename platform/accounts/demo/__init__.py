"""People to try the product with, on one machine."""
