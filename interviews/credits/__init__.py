"""Credits: earned by rounds that one interviewed in and scored, spent by booking where that is required."""
