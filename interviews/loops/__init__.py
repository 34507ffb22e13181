"""Loops: their states, reading them, cancelling them."""
