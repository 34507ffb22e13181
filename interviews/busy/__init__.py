"""Calendars that people bring: when they are busy elsewhere."""
