"""The quarter hours that a time span touches (pure): what a seat claims."""

from datetime import datetime

SECONDS = 900


def quarters(start: datetime, end: datetime) -> range:
    """Numbers of the quarter hours since 1970-01-01T00:00Z that [start, end) touches.

    Args:
        start: aware moment.
        end: aware moment after it.
    """
    return range(int(start.timestamp()) // SECONDS, -(-int(end.timestamp()) // SECONDS))
