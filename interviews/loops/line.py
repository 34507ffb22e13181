"""The loop line: what its four stations say, for the template `interviews/loops/_line.html`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NotRequired, TypedDict
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.models import Loop, Round, Seat

# How each state of a round looks (shape and colour) and the word beside it.
LOOKS: dict[str, tuple[str, Any]] = {
    Round.State.SCHEDULED: ("pending", _("Pending")),
    Round.State.LIVE: ("live", _("Live now")),
    Round.State.COMPLETED: ("settled", _("Settled")),
    Round.State.MISSED: ("break", _("Missed")),
    Round.State.CANCELLED: ("quiet", _("Cancelled")),
}


LOOKING: tuple[str, Any] = ("pending", _("Looking for an interviewer"))


class Station(TypedDict):
    """One station: `state` is the look (pending, live, settled, break, quiet), `word` says it.

    `note` stands below who, for instance who would step in.
    """

    kind: str
    title: Any
    state: str
    word: Any
    who: str
    when: datetime | None
    url: str
    here: bool
    note: NotRequired[str]


def loop_line(
    loop: Loop, viewer_rounds: Collection[UUID] | None = None, here: Round | None = None
) -> list[Station]:
    """The stations of a loop in its order.

    Args:
        loop: best fetched with `prefetch_related("rounds__seats__person")`, else a query a round.
        viewer_rounds: ids of the rounds whose room the viewer may open; None means all of them.
        here: the round the viewer is in, marked "you are here".
    """
    stations = []
    for round_ in sorted(loop.rounds.all(), key=lambda each: each.position):
        look, word = round_look(round_)
        gone = round_.state == Round.State.CANCELLED
        open_to_viewer = not gone and (viewer_rounds is None or round_.pk in viewer_rounds)
        stations.append(
            Station(
                kind=round_.kind,
                title=SHORT_TITLES[RoundKind(round_.kind)],
                state=look,
                word=word,
                who=interviewer_name(round_),
                when=None if gone else round_.starts_at,
                url=reverse("interviews:room", args=[round_.pk]) if open_to_viewer else "",
                here=here is not None and here.pk == round_.pk,
            )
        )
    return stations


def round_look(round_: Round) -> tuple[str, Any]:
    """How a round looks, and the word beside it; its seats best fetched with it."""
    if round_.state == Round.State.SCHEDULED and not interviewer_name(round_):
        return LOOKING
    return LOOKS[round_.state]


def interviewer_name(round_: Round) -> str:
    """The shown name of who interviews in this round, or "" while the seat is empty."""
    for seat in round_.seats.all():
        if seat.role == Seat.Role.INTERVIEWER:
            return seat.person.shown_name
    return ""
