"""Who came and who did not, what follows from it, and a rematch at once."""
