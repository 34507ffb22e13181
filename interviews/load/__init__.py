"""How much peers take on, and where the pool is thin: for administrators."""
