"""The live round: presence, clock, prompt, notes."""
