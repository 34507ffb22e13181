"""The candidate's look back on a round: the self-score, and how the round was."""
