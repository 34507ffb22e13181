"""What a coach does with a debrief: annotate, assign drills, ask for another rater."""
