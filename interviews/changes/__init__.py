"""What happens to a round after it was booked: moved, given back, covered by somebody else, cancelled."""
