"""Debriefs: compiling what the scorecards of a loop say into a page and a PDF."""
