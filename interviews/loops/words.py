"""Loops, rounds and their history in words, for the pages."""

from datetime import datetime
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from interviews.kinds import RoundKind
from interviews.loops.line import LOOKS, interviewer_name
from interviews.models import HistoryEntry, Loop, Round, Seat

_LOOP_LOOKS: dict[str, tuple[str, Any]] = {
    Loop.State.BOOKED: ("pending", gettext_lazy("Pending")),
    Loop.State.RUNNING: ("live", gettext_lazy("Running")),
    Loop.State.COMPLETED: ("settled", gettext_lazy("Settled")),
    Loop.State.CANCELLED: ("quiet", gettext_lazy("Cancelled")),
}
_EVENTS: dict[str, Any] = {
    "loop_booked": gettext_lazy("The loop was booked"),
    "loop_running": gettext_lazy("The loop began"),
    "loop_completed": gettext_lazy("The loop was settled"),
    "loop_cancelled": gettext_lazy("The loop was cancelled"),
    "round_booked": gettext_lazy("%(kind)s was booked"),
    "round_moved": gettext_lazy("%(kind)s was moved"),
    "interviewer_replaced": gettext_lazy("Somebody else took over %(kind)s"),
    "interviewer_left": gettext_lazy("The interviewer gave %(kind)s back"),
    "interviewer_stood_in": gettext_lazy("Somebody who was online took %(kind)s at once"),
    "no_show_noted": gettext_lazy("The other side was noted as absent from %(kind)s"),
    "no_show_disputed": gettext_lazy("The absence from %(kind)s was disputed"),
    "no_show_granted": gettext_lazy("The absence from %(kind)s does not count any more"),
    "no_show_upheld": gettext_lazy("The absence from %(kind)s stands"),
    "search_began": gettext_lazy("Everybody who is online was asked to run %(kind)s"),
    "round_live": gettext_lazy("%(kind)s began"),
    "round_completed": gettext_lazy("%(kind)s was settled"),
    "round_missed": gettext_lazy("%(kind)s was missed"),
    "round_cancelled": gettext_lazy("%(kind)s was cancelled"),
    "observer_invited": gettext_lazy("An observer was invited to %(kind)s"),
    "observer_removed": gettext_lazy("An observer was taken off %(kind)s"),
}


class Look(TypedDict):
    """A state as shape and word."""

    state: str
    word: Any


class Card(TypedDict):
    """A round as a list shows it; `part` is what the viewer does in it."""

    round: Round
    title: Any
    look: Look
    part: str
    candidate: str
    interviewer: str
    may_open: bool
    may_save: bool
    may_decline: bool


class Happening(TypedDict):
    """One line of history; `who` is "" where nobody in person did it."""

    what: str
    who: str
    reason: str
    at: datetime


def loop_look(loop: Loop) -> Look:
    """How a loop's state looks."""
    state, word = _LOOP_LOOKS[loop.state]
    return Look(state=state, word=word)


def round_card(round_: Round, viewer: User, *, may_open: bool = True) -> Card:
    """A round for a list; `round_` with its loop, candidate, seats and people fetched."""
    state, word = LOOKS[round_.state]
    part = next((seat.role for seat in round_.seats.all() if seat.person_id == viewer.pk), "")
    return Card(
        round=round_,
        title=RoundKind(round_.kind).label,
        look=Look(state=state, word=word),
        part=part,
        candidate=round_.loop.candidate.shown_name,
        interviewer=interviewer_name(round_),
        may_open=may_open and round_.state != Round.State.CANCELLED,
        may_save=may_open and round_.state == Round.State.SCHEDULED,
        may_decline=part == Seat.Role.INTERVIEWER and round_.state == Round.State.SCHEDULED,
    )


def history_words(entry: HistoryEntry, viewer: User) -> Happening:
    """What happened, in words to the viewer; an event without words of its own keeps its name."""
    words = str(_EVENTS.get(entry.event, entry.event.replace("_", " ").capitalize()))
    if entry.round is not None and "%(kind)s" in words:
        words = words % {"kind": RoundKind(entry.round.kind).label}
    who = ""
    if entry.actor:
        name = _("you") if entry.actor == viewer else entry.actor.shown_name
        who = _("by %(name)s") % {"name": name}
    return Happening(
        what=words,
        who=who,
        reason=entry.reason,
        at=entry.at,
    )
