"""Why a socket of the product was closed: 4400–4499 the client is at fault and must not come back by itself,
4500 and above the server is, and the client comes back after a pause.

The same numbers stand in `static/board/src/socket.js`; a test compares them.
"""

from enum import IntEnum


class CloseCode(IntEnum):
    """WebSocket close codes in the range that is free for applications."""

    BAD_FRAME = 4400
    """A frame that isn't what the protocol says."""
    NOT_FOUND = 4404
    """Not there, or not for this person: the two are never told apart."""
    TOO_BIG = 4413
    """A single frame above the size that is ever needed."""
    TOO_FAST = 4429
    """Far more bytes or messages than a person can make."""
    TRY_AGAIN = 4500
    """The server could not do its part; nothing that was not acknowledged counts."""
    TOO_SLOW = 4504
    """The connection could not keep up with what was sent to it; coming back fetches what is missing."""
