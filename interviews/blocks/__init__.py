"""Who is not put together in a round."""
