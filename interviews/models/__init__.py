"""Everything that is kept up to the end of a round."""

from interviews.models.availability import DateException, Schedule, WeeklyInterval
from interviews.models.board import Board, BoardElement, BoardEvent
from interviews.models.content import Prompt, Track
from interviews.models.loop import Claim, HistoryEntry, Loop, Round, Seat
from interviews.models.room import Note, Presence, Reveal, RoomClock

__all__ = [
    "Board",
    "BoardElement",
    "BoardEvent",
    "Claim",
    "DateException",
    "HistoryEntry",
    "Loop",
    "Note",
    "Presence",
    "Prompt",
    "Reveal",
    "RoomClock",
    "Round",
    "Schedule",
    "Seat",
    "Track",
    "WeeklyInterval",
]
