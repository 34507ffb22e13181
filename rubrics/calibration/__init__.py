"""Samples with agreed scores, and sessions over them."""
