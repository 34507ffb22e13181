"""Who looked at what of a candidate, for the candidate to read."""
