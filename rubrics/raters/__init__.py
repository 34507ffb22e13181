"""What a rater knows about their own scoring."""
