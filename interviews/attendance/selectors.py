"""Reading who came: how it stands in a room, a person's record, how reliable somebody is, disputes."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields import BigIntegerField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import User
from interviews.access import RoundAccess
from interviews.attendance.online import stand_ins, standby_of, start_now
from interviews.attendance.rules import ALONE, SEARCH, STAYED, claimable_from
from interviews.attendance.seen import here_now, spells_in, time_in
from interviews.models import Attendance, CoverAsk, CoverRequest, HistoryEntry, PriorityPass, Round, Seat
from interviews.opening import opens_at

LATE = timedelta(hours=24)
"""A round that is given back less than this before its start is given back late."""
LOOK_AGAIN = timedelta(seconds=20)
NO_SHOW = Attendance.Outcome.NO_SHOW

Kind = Literal[
    "", "soon", "due", "longer", "claimed", "vacant", "searching", "arrived", "accused", "stood_in"
]


@dataclass(frozen=True)
class Waiting:
    """How it stands with the other side of a round, for one who sits in its room.

    kind: "" when there is nothing to say; "soon" and "due" before and after the grace time while the other is
    not there, "longer" when the viewer chose to wait until `until`; "claimed" when it is said that the
    interviewer did not come, "vacant" when nobody interviews; "searching" while others are asked until
    `until`; "arrived" when somebody of whom it was said is there after all; "accused" when it was said of
    the viewer; "stood_in" when somebody else has taken the round.
    since: from when the viewer can say that the other did not come.
    starts: when a round with somebody else would begin; None when the candidate is elsewhere.
    online: how many could take it; `asked`: how many are asked now, `standby` who of them is asked alone.
    look_again: when the page should read this anew without being told.
    """

    kind: Kind = ""
    name: str = ""
    since: datetime | None = None
    until: datetime | None = None
    starts: datetime | None = None
    online: int = 0
    asked: int = 0
    standby: str = ""
    look_again: datetime | None = None


def waiting(access: RoundAccess, *, longer: datetime | None = None) -> Waiting:
    """How it stands for a candidate or an interviewer in the room; observers and coaches only look on.

    Args:
        access: who looks at which round.
        longer: until when the viewer chose to wait.
    """
    round_, now = access.round, timezone.now()
    if access.role not in ("candidate", "interviewer") or round_.state not in (
        Round.State.SCHEDULED,
        Round.State.LIVE,
    ):
        return Waiting()
    if now < round_.starts_at:
        if round_.state == Round.State.LIVE:
            return Waiting()
        request = _live_request(round_)
        if request is not None and request.state == CoverRequest.State.FILLED:
            return _stood_in(access, round_.starts_at)
        return Waiting(look_again=round_.starts_at + timedelta(seconds=1))
    seats = {seat.role: seat for seat in round_.seats.select_related("person")}
    own = seats[access.role]
    other = seats.get("interviewer" if access.role == "candidate" else "candidate")
    noted = dict(
        Attendance.objects.filter(round=round_, outcome=NO_SHOW).values_list("person_id", "created_at")
    )
    if own.person_id in noted:
        return Waiting("accused", name=other.person.shown_name if other else "")
    here = here_now(round_.pk)
    if access.role == "candidate" and round_.state == Round.State.SCHEDULED:
        if other is None:
            return _lacking(round_, "vacant", "", now)
        if other.person_id in noted:
            name = other.person.shown_name
            if other.person_id in here:
                return Waiting("arrived", name=name)
            return _lacking(round_, "claimed", name, now)
        request = _live_request(round_)
        if request is not None and other.person_id in here:
            return _stood_in(access, None)
        # Who said yes a moment ago is on the way, also where the round counts from a quarter just begun.
        if (
            request is not None
            and request.state == CoverRequest.State.FILLED
            and now < claimable_from(round_)
        ):
            return _stood_in(access, claimable_from(round_))
    if other is None or other.person_id in here:
        return Waiting()
    if access.role == "candidate" and round_.state == Round.State.LIVE:
        return Waiting()
    spells = spells_in([round_.pk])[round_.pk, other.person_id]
    if time_in(round_, spells, now) >= STAYED.total_seconds():
        return Waiting()
    since, name = claimable_from(round_), other.person.shown_name
    if now < since:
        return Waiting("soon", name=name, since=since, look_again=since)
    if longer is not None and now < longer:
        return Waiting("longer", name=name, since=since, until=longer, look_again=longer)
    return Waiting("due", name=name, since=since)


def _stood_in(access: RoundAccess, look_again: datetime | None) -> Waiting:
    seat = access.round.seats.select_related("person").filter(role=Seat.Role.INTERVIEWER).first()
    if seat is None or access.role != "candidate":
        return Waiting(look_again=look_again)
    return Waiting(
        "stood_in", name=seat.person.shown_name, starts=access.round.starts_at, look_again=look_again
    )


def _live_request(round_: Round) -> CoverRequest | None:
    return CoverRequest.objects.filter(round=round_, live=True).order_by("-created_at").first()


def _lacking(round_: Round, kind: Kind, name: str, now: datetime) -> Waiting:
    """A round that has begun and lacks an interviewer: who is asked, or could be."""
    request = CoverRequest.objects.filter(round=round_, live=True, state=CoverRequest.State.OPEN).first()
    if request is None:
        starts = start_now(round_, now)
        return Waiting(
            kind,
            name=name,
            starts=starts,
            online=len(stand_ins(round_, starts)) if starts else 0,
            look_again=now + LOOK_AGAIN,
        )
    asks = [ask for ask in request.asks.select_related("person") if not ask.answer]
    alone = (
        len(asks) == 1
        and asks[0].person_id == standby_of(round_)
        and request.asks.count() == 1
        and now - request.created_at < ALONE
    )
    return Waiting(
        "searching",
        name=name,
        until=request.created_at + SEARCH,
        asked=len(asks),
        standby=asks[0].person.shown_name if alone else "",
        look_again=now + LOOK_AGAIN,
    )


@dataclass(frozen=True)
class Aftermath:
    """What a missed round leaves behind for one who sat in it.

    `own` is the viewer's row, `absent` the name of who else did not come, `held` the candidate's pass.
    """

    own: Attendance | None = None
    absent: str = ""
    held: PriorityPass | None = None


def aftermath(access: RoundAccess, viewer: User) -> Aftermath:
    """What is said on the page of a missed round."""
    if access.round.state != Round.State.MISSED:
        return Aftermath()
    rows = list(Attendance.objects.filter(round=access.round).select_related("person"))
    return Aftermath(
        own=next((row for row in rows if row.person_id == viewer.pk), None),
        absent=next(
            (
                row.person.shown_name
                for row in rows
                if row.person_id != viewer.pk
                and row.outcome == NO_SHOW
                and row.dispute != Attendance.Dispute.GRANTED
            ),
            "",
        ),
        held=PriorityPass.objects.filter(missed=access.round, candidate=viewer).first(),
    )


def open_asks(person: User) -> QuerySet[CoverAsk]:
    """What a person is asked at this moment and has not answered."""
    return (
        CoverAsk.objects.filter(
            person=person,
            answer=CoverAsk.Answer.NONE,
            request__live=True,
            request__state=CoverRequest.State.OPEN,
            request__created_at__gt=timezone.now() - SEARCH,
        )
        .select_related("request__round__loop__candidate")
        .order_by("created_at", "pk")
    )


@dataclass(frozen=True)
class Reliability:
    """What others may know of how an interviewer keeps appointments: counts, never a grade."""

    ran: int = 0
    missed: int = 0
    gave_back_late: int = 0

    @property
    def is_new(self) -> bool:
        """Whether there is nothing to count yet."""
        return not (self.ran or self.missed or self.gave_back_late)


def reliability(people: Collection[int]) -> dict[int, Reliability]:
    """By person id, for any number of people in three queries.

    A no-show that is disputed, or was and is granted, does not count.
    """
    ran: Counter[int] = Counter()
    ran.update(
        dict(
            Seat.objects.filter(
                person__in=people, role=Seat.Role.INTERVIEWER, round__state=Round.State.COMPLETED
            )
            .values_list("person_id")
            .annotate(times=Count("pk"))
        )
    )
    missed = dict(
        counted_no_shows()
        .filter(person__in=people, role=Seat.Role.INTERVIEWER)
        .values_list("person_id")
        .annotate(times=Count("pk"))
    )
    late = dict(
        # Taken out of the JSON as a number: PostgreSQL compares neither JSON nor text with a key.
        HistoryEntry.objects.annotate(left=Cast(KeyTextTransform("interviewer", "old"), BigIntegerField()))
        .filter(
            actor__in=people,
            event="interviewer_left",
            left=F("actor_id"),
            at__gt=F("round__starts_at") - LATE,
        )
        .values_list("actor_id")
        .annotate(times=Count("pk"))
    )
    return {key: Reliability(ran[key], missed.get(key, 0), late.get(key, 0)) for key in people}


def counted_no_shows() -> QuerySet[Attendance]:
    """The no-shows that count: neither disputed at the moment nor taken back."""
    return Attendance.objects.filter(outcome=NO_SHOW).exclude(
        dispute__in=[Attendance.Dispute.RAISED, Attendance.Dispute.GRANTED]
    )


@dataclass(frozen=True)
class Record:
    """A person's own counts."""

    running: Reliability = field(default_factory=Reliability)
    came: int = 0
    absent: int = 0


def record_of(person: User) -> Record:
    """A person's own counts, as interviewer and as candidate."""
    as_candidate = Q(role=Seat.Role.CANDIDATE)
    counted = ~Q(dispute__in=[Attendance.Dispute.RAISED, Attendance.Dispute.GRANTED])
    counts = Attendance.objects.filter(person=person).aggregate(
        came=Count("pk", filter=as_candidate & Q(outcome=Attendance.Outcome.PRESENT)),
        absent=Count("pk", filter=as_candidate & Q(outcome=NO_SHOW) & counted),
    )
    return Record(reliability([person.pk])[person.pk], counts["came"], counts["absent"])


def attendances_of(person: User) -> QuerySet[Attendance]:
    """A person's rows, the latest round first."""
    return (
        Attendance.objects.filter(person=person)
        .select_related("round__loop__candidate", "noted_by")
        .order_by("-round__starts_at", "-pk")
    )


def disputes_to_settle() -> QuerySet[Attendance]:
    """What administrators have to look at, the oldest first."""
    return (
        Attendance.objects.filter(dispute=Attendance.Dispute.RAISED)
        .select_related("person", "noted_by", "round__loop__candidate")
        .order_by("disputed_at", "pk")
    )


def settled_disputes() -> QuerySet[Attendance]:
    """What they have looked at, the latest first."""
    return (
        Attendance.objects.filter(dispute__in=[Attendance.Dispute.UPHELD, Attendance.Dispute.GRANTED])
        .select_related("person", "noted_by", "settled_by", "round__loop__candidate")
        .order_by("-settled_at", "-pk")
    )


def room_times(round_: Round) -> list[tuple[str, datetime, datetime]]:
    """When candidate and interviewer were in the room, for who settles a dispute: (name, from, until)."""
    people = {row.person_id: row.person.shown_name for row in round_.attendances.select_related("person")}
    opens = opens_at(round_)
    return sorted(
        (
            (people[person], start, end)
            for (_round, person), spells in spells_in([round_.pk]).items()
            if person in people
            for start, end in spells
            if end >= opens
        ),
        key=lambda each: each[1],
    )


def passes_of(candidate: User) -> QuerySet[PriorityPass]:
    """The passes a candidate can use, with the rounds they come from and who did not come (`absent`)."""
    stood_up = Attendance.objects.filter(
        round=OuterRef("missed"), role=Seat.Role.INTERVIEWER, outcome=NO_SHOW
    ).exclude(dispute__in=[Attendance.Dispute.RAISED, Attendance.Dispute.GRANTED])
    return (
        PriorityPass.objects.filter(candidate=candidate, used_by=None)
        .select_related("missed")
        .annotate(absent=Subquery(stood_up.values("person__name")[:1]))
        .order_by("created_at", "pk")
    )
