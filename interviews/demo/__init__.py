"""Trying the product without waiting for the day of a round."""
