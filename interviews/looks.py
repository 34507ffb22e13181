"""Writing in a candidate's log that their coach looked at a loop or a round of theirs."""

from django.db.models import Min
from django.urls import reverse

from accounts.models import AccessEntry, User
from accounts.trail.services import note
from common import zones
from interviews.kinds import RoundKind
from interviews.models import Loop, Round, Sketch


def coach_looked_at_loop(coach: User, loop: Loop, what: str, *, address: str = "") -> None:
    """Note that a coach looked at something of a whole loop; `loop` with its candidate and track.

    Args:
        coach: who looked, having been let in as coach.
        loop: what they looked at.
        what: one of `AccessEntry.What`.
        address: where the candidate finds the same, the loop's page unless told.
    """
    note(
        candidate=loop.candidate,
        actor=coach,
        what=what,
        target=loop_target(loop),
        address=address or reverse("interviews:loop", args=[loop.pk]),
    )


def coach_looked_at_round(
    coach: User,
    round: Round,  # noqa: A002
    what: str = AccessEntry.What.ROUND,
    *,
    address: str = "",
) -> None:
    """Note that a coach looked at something of one round; `round` with its loop and candidate."""
    candidate = round.loop.candidate
    day = zones.written(round.starts_at, candidate.timezone, "day")
    note(
        candidate=candidate,
        actor=coach,
        what=what,
        target=f"{RoundKind(round.kind).label}, {day}",
        address=address or reverse("interviews:room", args=[round.pk]),
    )


def coach_looked_at_sketch(coach: User, sketch: Sketch, what: str, *, address: str) -> None:
    """Note that a coach looked at a sketch; `sketch` with its owner."""
    target = str(Sketch.Kind(sketch.kind).label)
    note(candidate=sketch.owner, actor=coach, what=what, target=target, address=address)


def loop_target(loop: Loop) -> str:
    """What a loop is called in the log: its track, and the day of its first round in the candidate's zone."""
    first = loop.rounds.aggregate(first=Min("starts_at"))["first"]
    day = f", {zones.written(first, loop.candidate.timezone, 'day')}" if first else ""
    return f"{loop.track.title[:150]}{day}"
