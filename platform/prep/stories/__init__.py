"""The story sheet: AI project, settlement problem, measurable product impact."""
