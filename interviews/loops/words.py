"""Loops, rounds and their history in words, for the pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.clock import current_clock
from common.zones import written
from interviews.changes import policy
from interviews.kinds import RoundKind
from interviews.loops.line import interviewer_name, round_look
from interviews.loops.selectors import people_in
from interviews.loops.states import CLOSED
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
    "round_moved": gettext_lazy("%(kind)s was moved from %(before)s to %(after)s"),
    "interviewer_replaced": gettext_lazy("%(kind)s went from %(old)s to %(new)s"),
    "interviewer_handed_over": gettext_lazy("%(old)s gave %(kind)s back, and %(new)s took it over"),
    "interviewer_left": gettext_lazy("%(old)s gave %(kind)s back"),
    "cover_asked": gettext_lazy("Peers were asked to take %(kind)s over"),
    "cover_taken": gettext_lazy("%(new)s said yes and took %(kind)s over"),
    "interviewer_stood_in": gettext_lazy("%(new)s was online and took %(kind)s at once"),
    "no_show_noted": gettext_lazy("The other side was noted as absent from %(kind)s"),
    "no_show_disputed": gettext_lazy("The absence from %(kind)s was disputed"),
    "no_show_granted": gettext_lazy("The absence from %(kind)s does not count any more"),
    "no_show_upheld": gettext_lazy("The absence from %(kind)s stands"),
    "stood_down": gettext_lazy("The standby for %(kind)s stepped back"),
    "search_began": gettext_lazy("Everybody who is online was asked to run %(kind)s"),
    "round_live": gettext_lazy("%(kind)s began"),
    "round_completed": gettext_lazy("%(kind)s was settled"),
    "round_missed": gettext_lazy("%(kind)s was missed"),
    "round_cancelled": gettext_lazy("%(kind)s was cancelled"),
    "observer_invited": gettext_lazy("An observer was invited to %(kind)s"),
    "observer_removed": gettext_lazy("An observer was taken off %(kind)s"),
    "debrief_released": gettext_lazy("The debrief was released before everything was in"),
}


# Here the actor is in the sentence already.
_NAMED_IN_WORDS = {"interviewer_handed_over", "interviewer_left", "interviewer_stood_in", "cover_taken"}


class Look(TypedDict):
    """A state as shape and word."""

    state: str
    word: Any


class Card(TypedDict):
    """A round as a list shows it; `part` is what the viewer does in it, `looking`: nobody interviews yet;
    `record`: how the interviewer keeps appointments, where that is shown."""

    round: Round
    title: Any
    look: Look
    part: str
    candidate: str
    interviewer: str
    may_open: bool
    may_save: bool
    may_move: bool
    may_replace: bool
    may_cancel: bool
    may_decline: bool
    may_book_again: bool
    looking: bool
    record: str


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
    state, word = round_look(round_)
    interviewer = interviewer_name(round_)
    now = timezone.now()
    changeable, leavable = policy.may_change(round_, now), policy.may_leave(round_, now)
    part = next((seat.role for seat in round_.seats.all() if seat.person_id == viewer.pk), "")
    return Card(
        round=round_,
        title=RoundKind(round_.kind).label,
        look=Look(state=state, word=word),
        part=part,
        candidate=round_.loop.candidate.shown_name,
        interviewer=interviewer,
        may_open=may_open and round_.state != Round.State.CANCELLED,
        may_save=may_open and round_.state == Round.State.SCHEDULED,
        may_move=changeable and part in {Seat.Role.CANDIDATE, Seat.Role.INTERVIEWER},
        may_replace=changeable and part == Seat.Role.CANDIDATE,
        may_cancel=leavable and part == Seat.Role.CANDIDATE,
        may_decline=leavable and part == Seat.Role.INTERVIEWER,
        may_book_again=part == Seat.Role.CANDIDATE and round_.state in CLOSED,
        looking=round_.state == Round.State.SCHEDULED and not interviewer,
        record="",
    )


def history_words(entry: HistoryEntry, viewer: User, names: Mapping[int, str] | None = None) -> Happening:
    """What happened, in words to the viewer; an event without words of its own keeps its name.

    Args:
        entry: with its round and actor.
        viewer: who reads; times are in the zone and on the clock of the request at hand.
        names: shown names by id of who had or got a round; read from the database when None.
    """
    if names is None:
        names = people_in([entry])
    words = str(_EVENTS.get(entry.event, entry.event.replace("_", " ").capitalize()))
    if "%(before)s" in words and not ("starts_at" in entry.old and "starts_at" in entry.new):
        words = _("%(kind)s was moved")
    if entry.event == "interviewer_replaced" and not entry.old.get("interviewer"):
        words = _("%(kind)s was given to %(new)s")
    if entry.round is not None and "%(kind)s" in words:
        words = words % {
            "kind": RoundKind(entry.round.kind).label,
            "old": _name(entry.old.get("interviewer"), viewer, names),
            "new": _name(entry.new.get("interviewer"), viewer, names),
            **_times(entry),
        }
        words = words[:1].upper() + words[1:]
    who = ""
    if entry.actor and entry.event not in _NAMED_IN_WORDS:
        name = _("you") if entry.actor == viewer else entry.actor.shown_name
        who = _("by %(name)s") % {"name": name}
    return Happening(
        what=words,
        who=who,
        reason=entry.reason,
        at=entry.at,
    )


def told(entry: HistoryEntry, viewer: User) -> str:
    """What happened as one sentence."""
    happened = history_words(entry, viewer)
    return f"{happened['what']} {happened['who']}".rstrip() + "."


def _name(person: int | None, viewer: User, names: Mapping[int, str]) -> str:
    if person == viewer.pk:
        return _("you")
    return names.get(person, "") if person is not None else ""


def _times(entry: HistoryEntry) -> dict[str, str]:
    """The times before and after a move, with the zone once."""
    zone, clock = timezone.get_current_timezone_name(), current_clock()

    def at(side: dict[str, Any]) -> datetime | None:
        return datetime.fromisoformat(side["starts_at"]) if "starts_at" in side else None

    old, new = at(entry.old), at(entry.new)
    return {
        "before": f"{written(old, zone, 'day')}, {written(old, zone, 'clock', clock)}" if old else "–",
        "after": written(new, zone, clock=clock) if new else "–",
    }
