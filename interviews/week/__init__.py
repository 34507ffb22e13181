"""A week of one's rounds."""
