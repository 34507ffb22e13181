"""Links that let somebody outside read a debrief, until they end."""
