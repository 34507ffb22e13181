"""A candidate's season: debriefs over weeks, trends, notes, goals, two debriefs compared."""
