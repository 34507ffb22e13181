"""Target companies, and questions for the hiring manager."""
