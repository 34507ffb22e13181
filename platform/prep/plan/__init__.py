"""The plan: a programme of weeks laid over one's dates, and the steps of preparation."""
