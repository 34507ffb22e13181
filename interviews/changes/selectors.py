"""Who could step in, and which rounds and requests wait for somebody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from interviews.booking.openings import down, up
from interviews.booking.plans import Peer
from interviews.booking.pool import pool
from interviews.booking.prompts import awaited
from interviews.booking.services import moment
from interviews.changes.policy import COVER_CLOSES
from interviews.loops.states import OPEN
from interviews.models import (
    CoverAsk,
    CoverRequest,
    HistoryEntry,
    Loop,
    PriorityPass,
    Round,
    Seat,
    Standby,
)


@dataclass(frozen=True)
class StandIn:
    """Somebody who could interview in a round at its time, and why they stand where they stand.

    `load` counts their rounds around it, `met` the candidate's rounds with them, `held` and `no_shows` how
    often they came and did not; `twice` says that they interview in another round of the loop too.
    """

    person: User
    standby: bool
    load: int
    met: int
    held: int
    no_shows: int
    twice: bool
    in_notice: bool


def stand_ins(
    loop: Loop,
    round: Round,  # noqa: A002
    *,
    now: datetime,
    notice: bool = True,
    only: Collection[int] | None = None,
) -> list[StandIn]:
    """Who could interview in this round at its time, the best first.

    They offer the kind and are calibrated for it then, are free for all of it by the one rule of openings
    (hours, pause, own calendar, rounds with buffers, caps), are not put apart from the candidate, have no
    other seat in it, and neither left it before nor said no when they were asked to cover it or named to
    stand by. The named standby comes
    first; then who does not interview in another round of the loop and does not know the prompt as candidate;
    then who has little to do, who has come reliably, and whom the candidate has not met.

    Call it under the lock of their schedules before somebody is seated (`refilling.assign` does).

    Args:
        loop: the round's, with its candidate.
        round: its times, kind and prompt are read as they are on the object.
        now: the moment at hand.
        notice: whether the round must be as far off as they want notice; False where they are asked first.
        only: person ids to look at; everybody when None.
    """
    first, end = down(round.starts_at), up(round.ends_at)
    found = pool(
        candidate=loop.candidate,
        window=(moment(first), moment(end)),
        kinds=[round.kind],
        only=only,
        ignoring=round.pk,
    )
    out = out_of_question(round)
    peers = [
        peer
        for peer in found.peers
        if peer.key not in out
        and (not notice or peer.earliest <= first)
        and any(since <= first and end <= until for since, until in peer.free)
    ]
    standby = Standby.objects.filter(round=round).values_list("person_id", flat=True).first()
    elsewhere = set(
        Seat.objects.filter(
            round__loop=loop, role=Seat.Role.INTERVIEWER, round__state__in=[*OPEN, Round.State.COMPLETED]
        )
        .exclude(round=round)
        .values_list("person_id", flat=True)
    )
    spoiled = awaited({peer.key for peer in peers})
    peers.sort(
        key=lambda peer: (
            peer.key != standby,
            peer.key in elsewhere,
            round.prompt.slug in spoiled[peer.key],
            peer.load,
            _unreliability(peer),
            peer.met,
            peer.key,
        )
    )
    return [
        StandIn(
            person=found.people[peer.key],
            standby=peer.key == standby,
            load=peer.load,
            met=peer.met,
            held=peer.held,
            no_shows=peer.no_shows,
            twice=peer.key in elsewhere,
            in_notice=peer.earliest <= first,
        )
        for peer in peers
    ]


def left_before(round_: Round) -> set[int]:
    """Ids of who had the interviewer's seat and lost or left it, as the history tells."""
    entries = HistoryEntry.objects.filter(round=round_, old__has_key="interviewer")
    return {old["interviewer"] for old in entries.values_list("old", flat=True) if old["interviewer"]}


def is_vacant(round_: Round) -> bool:
    """Whether a round that is to come has nobody who interviews; its seats best fetched."""
    return round_.state == Round.State.SCHEDULED and not any(
        seat.role == Seat.Role.INTERVIEWER for seat in round_.seats.all()
    )


def vacant_rounds() -> list[Round]:
    """Rounds to come without an interviewer: first whose candidate is owed one, then by time."""
    owed = PriorityPass.objects.filter(
        Q(used_by=None) | Q(used_by=OuterRef("loop")),
        candidate=OuterRef("loop__candidate"),
        kind=OuterRef("kind"),
    )
    seat = Seat.objects.filter(round=OuterRef("pk"), role=Seat.Role.INTERVIEWER)
    return list(
        Round.objects.filter(~Exists(seat), state=Round.State.SCHEDULED)
        .annotate(owed=Exists(owed))
        .order_by("-owed", "starts_at", "pk")
    )


def open_asks(person: User, *, now: datetime) -> QuerySet[CoverAsk]:
    """Requests to take a round over that this person can still answer, the soonest first."""
    return (
        CoverAsk.objects.filter(
            person=person,
            answer=CoverAsk.Answer.NONE,
            request__state=CoverRequest.State.OPEN,
            request__live=False,
            request__round__starts_at__gt=now + COVER_CLOSES,
        )
        .select_related("request__round__loop__candidate", "request__round__loop__track")
        .order_by("request__round__starts_at", "pk")
    )


def out_of_question(round_: Round) -> set[int]:
    """Who has a seat already, left before, said no, or stepped back as standby."""
    seated = set(round_.seats.values_list("person_id", flat=True))
    said_no = CoverAsk.objects.filter(request__round=round_, answer=CoverAsk.Answer.NO)
    stood_down = HistoryEntry.objects.filter(round=round_, event="stood_down")
    return {
        *seated,
        *left_before(round_),
        *said_no.values_list("person_id", flat=True),
        *stood_down.values_list("actor_id", flat=True),
    }


def stood_by(person: User, *, now: datetime) -> QuerySet[Round]:
    """The rounds to come in which this person steps in first should the interviewer fall out, by time."""
    return (
        Round.objects.filter(standby__person=person, state=Round.State.SCHEDULED, starts_at__gt=now)
        .select_related("loop__candidate")
        .order_by("starts_at", "pk")
    )


def _unreliability(peer: Peer) -> float:
    """The share of rounds they did not come to, softened so that one slip among few brands nobody."""
    return peer.no_shows / (peer.held + peer.no_shows + 4)
