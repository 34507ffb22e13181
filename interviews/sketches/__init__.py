"""A candidate's two sketches: boards outside a round."""
