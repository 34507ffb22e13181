"""Who may be offered for which kind of round, and until when."""
