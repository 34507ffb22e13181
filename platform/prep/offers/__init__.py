"""Offers side by side, what their equity is worth, and the counter."""
