"""Everything that is kept up to the end of a round."""

from interviews.models.availability import DateException, Schedule, WeeklyInterval
from interviews.models.board import Board, BoardElement, BoardEvent, ReplayPart
from interviews.models.brought import BroughtStory
from interviews.models.busy import BusySource, BusyTime
from interviews.models.content import Prompt, Track
from interviews.models.forecast import PoolForecast
from interviews.models.loop import Claim, HistoryEntry, Loop, Round, Seat
from interviews.models.room import Note, PhaseStart, Presence, Reveal, RoomClock
from interviews.models.sketch import Sketch
from interviews.models.staffing import (
    BlockedPair,
    CoverAsk,
    CoverRequest,
    Qualification,
    RoundInvite,
    Standby,
)
from interviews.models.standing import Attendance, CalendarFeed, CreditEntry, PriorityPass, ReminderChoice

__all__ = [
    "Attendance",
    "BlockedPair",
    "Board",
    "BoardElement",
    "BoardEvent",
    "BroughtStory",
    "BusySource",
    "BusyTime",
    "CalendarFeed",
    "Claim",
    "CoverAsk",
    "CoverRequest",
    "CreditEntry",
    "DateException",
    "HistoryEntry",
    "Loop",
    "Note",
    "PhaseStart",
    "PoolForecast",
    "Presence",
    "PriorityPass",
    "Prompt",
    "Qualification",
    "ReminderChoice",
    "ReplayPart",
    "Reveal",
    "RoomClock",
    "Round",
    "RoundInvite",
    "Schedule",
    "Seat",
    "Sketch",
    "Standby",
    "Track",
    "WeeklyInterval",
]
