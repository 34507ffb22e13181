"""Asking a particular peer or coach for a round, by link or mail."""
