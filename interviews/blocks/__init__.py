"""Two people who are not put together: said by one of them, and told to nobody."""
