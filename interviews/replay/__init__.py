"""Playing a board back: from its durable log, to any second."""
