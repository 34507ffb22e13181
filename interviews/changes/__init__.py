"""What happens to a round after booking: moved, cancelled, given back, covered by somebody else."""
