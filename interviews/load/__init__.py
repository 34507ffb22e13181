"""How much peers have to do, week by week, and where more of them would help; for administrators."""
