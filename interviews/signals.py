"""What interviews tells the apps above it, which it may not import."""

from django.dispatch import Signal

round_closed = Signal()
"""Sent inside the transaction that closes a round (completed, missed or cancelled); argument `round`."""
