"""What accounts tells the apps above it, which it may not import."""

from django.dispatch import Signal

grant_ended = Signal()
"""Sent inside the transaction that ends a coach's grant; argument `grant`."""
