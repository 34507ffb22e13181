"""What ratings can bear: agreement, intervals, severity."""
