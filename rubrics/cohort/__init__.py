"""All candidates of a coach at once."""
