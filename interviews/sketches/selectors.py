"""Reading sketches."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from interviews.access import RoundAccess
from interviews.models import Round, Sketch

ABOUT = {
    Sketch.Kind.STRONG: _(
        "Every reader sees the same balance at once. Draw where the commit is, what waits for it, and what "
        "each hop adds to the latency."
    ),
    Sketch.Kind.EVENTUAL: _(
        "Cheap writes first, agreement later. Draw the log, what catches up with it, and how a break is "
        "found and put right."
    ),
}
MADE = 3
"""Shapes from which on a sketch counts as one: fewer are a try of the pen."""


@dataclass(frozen=True)
class Place:
    """Where one of the two sketches is, or can be: `shapes` is how many are on it."""

    kind: str
    title: str
    about: str
    sketch: Sketch | None
    shapes: int


def with_shapes(sketches: QuerySet[Sketch]) -> QuerySet[Any]:
    """The same sketches, each with `shapes`, how many elements are on its board."""
    there = Q(board__elements__data__isDeleted=False)
    return sketches.annotate(shapes=Count("board__elements", filter=there))


def places_of(owner: User) -> list[Place]:
    """Both sketches of a candidate, whether they are begun or not, in their order."""
    found = {each.kind: each for each in with_shapes(owner.sketches.select_related("board"))}
    return [
        Place(
            kind.value,
            str(kind.label),
            str(ABOUT[kind]),
            found.get(kind.value),
            found[kind.value].shapes if kind.value in found else 0,
        )
        for kind in Sketch.Kind
    ]


def made_by(owner: User) -> int:
    """How many sketches of a candidate have something to tell on them."""
    return with_shapes(owner.sketches.all()).filter(shapes__gte=MADE).count()


def shown_in(round_: Round) -> list[Sketch]:
    """The sketches that the candidate shows in a round now."""
    return list(round_.shown_sketches.order_by("-kind"))


def room_context(access: RoundAccess) -> dict[str, Any]:
    """What the room's part about sketches needs: for the candidate both places, for others what is shown."""
    context: dict[str, Any] = {"sketches_shown": shown_in(access.round)}
    if access.role == "candidate":
        places = places_of(access.round.loop.candidate)
        context["sketch_places"] = [place for place in places if place.shapes]
    return context
