"""Template tags of rubrics."""
