"""What a candidate prepares outside the rounds."""
