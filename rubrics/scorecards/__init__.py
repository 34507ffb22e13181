"""Scorecards: filling one in, submitting it, and who may see whose."""
