"""Staffing a whole loop and booking it."""
