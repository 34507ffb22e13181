"""Invitations that a calendar understands."""
