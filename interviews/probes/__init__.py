"""Rows of the story sheet that a candidate brings into a round, as questions for its interviewer."""
