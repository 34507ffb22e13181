"""When a peer is free: weekly hours in wall clock time, expanded to moments."""
