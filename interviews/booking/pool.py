"""Who could interview a candidate, and when: read from the database in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from interviews.availability.intervals import Interval
from interviews.availability.selectors import hours_of
from interviews.booking.openings import Offer, around, down, openings, up
from interviews.booking.plans import Peer
from interviews.kinds import STAFFED_AS, staffed_as
from interviews.loops.states import OPEN
from interviews.models import Attendance, BlockedPair, BusyTime, Claim, Round, Schedule, Seat
from interviews.qualifying.selectors import is_required, qualified

LOAD_AROUND = timedelta(days=7)
"""Rounds of a peer that lie this near to the window count as load."""
_MARGIN = timedelta(hours=2)  # the longest buffer


@dataclass(frozen=True)
class Pool:
    """Peers as the planner knows them, and the people by id."""

    peers: list[Peer]
    people: dict[int, User]


def pool(
    *,
    candidate: User,
    window: Interval,
    kinds: Collection[str] = (),
    only: Collection[int] | None = None,
    ignoring: UUID | None = None,
) -> Pool:
    """Everybody who could interview this candidate, with the time they have left in the window.

    Left out are the candidate, who is no active peer, and blocked pairs (either way round). A kind counts
    only while the peer is calibrated for it, unless the deployment asks for no samples. The number of queries
    does not depend on how many there are.

    Args:
        candidate: who is interviewed.
        window: aware moments.
        kinds: peers must offer, and be calibrated for, at least one of these kinds of round when the window
            begins; when empty, whoever offers hours is there.
        only: person ids to look at; everybody when None.
        ignoring: a round whose claims don't count: it is the one to be moved.
    """
    now = timezone.now()
    blocked = blocked_with(candidate)
    wanted = set(map(staffed_as, kinds))
    schedules = [
        schedule
        for schedule in _offering(candidate, only)
        if schedule.person_id not in blocked and (not wanted or wanted & set(schedule.round_kinds))
    ]
    leave = _leave(schedules, down(window[0]))
    if kinds:
        schedules = [each for each in schedules if set(kinds) & leave[each.person_id].keys()]
    ids = [schedule.person_id for schedule in schedules]
    hours = hours_of(schedules)
    taken = claimed(ids, (window[0] - _MARGIN, window[1] + _MARGIN), ignoring=ignoring)
    busy = busy_times(ids, window)
    rounds = _rounds(ids, around(window), ignoring)
    met = _met(candidate, ids)
    came = _attendance(ids)
    peers = []
    for schedule in schedules:
        key = schedule.person_id
        found = openings(
            hours[key],
            Offer(
                schedule.buffer_minutes,
                schedule.most_per_day,
                schedule.most_per_week,
                schedule.paused_until,
            ),
            window,
            busy=busy[key],
            taken=taken[key],
            rounds=[start for start, _ in rounds[key]],
        )
        peers.append(
            Peer(
                key=key,
                kinds=frozenset(leave[key]),
                free=found.free,
                load=sum(
                    state in OPEN and window[0] - LOAD_AROUND <= start < window[1] + LOAD_AROUND
                    for start, state in rounds[key]
                ),
                earliest=up(now + timedelta(hours=schedule.notice_hours)),
                caps=found.caps,
                buffer=-(-schedule.buffer_minutes // 15),
                met=met[key],
                held=came[key, Attendance.Outcome.PRESENT],
                no_shows=came[key, Attendance.Outcome.NO_SHOW],
                offered=found.offered,
                lapses=tuple(
                    (kind, end) for kind, end in leave[key].items() if end is not None and end < up(window[1])
                ),
                uncalibrated=frozenset(_offered(schedule)) - leave[key].keys(),
            )
        )
    return Pool(peers, {schedule.person_id: schedule.person for schedule in schedules})


def blocked_with(person: User) -> set[int]:
    """Ids of everybody who is not put together with this person, whichever of them said so."""
    pairs = BlockedPair.objects.filter(Q(person=person) | Q(other=person)).values_list(
        "person_id", "other_id"
    )
    return {key for pair in pairs for key in pair} - {person.pk}


def claimed(
    ids: Collection[int], window: Interval, *, ignoring: UUID | None = None
) -> defaultdict[int, set[int]]:
    """The quarters in the window that each person has given away to rounds."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    claims = Claim.objects.filter(person__in=ids, quarter__gte=down(window[0]), quarter__lt=up(window[1]))
    if ignoring is not None:
        claims = claims.exclude(seat__round=ignoring)
    for person, quarter in claims.values_list("person_id", "quarter"):
        found[person].add(quarter)
    return found


def busy_times(ids: Collection[int], window: Interval) -> defaultdict[int, list[Interval]]:
    """When each person is busy elsewhere, as the calendars they brought say."""
    found: defaultdict[int, list[Interval]] = defaultdict(list)
    times = BusyTime.objects.filter(source__person__in=ids, ends_at__gt=window[0], starts_at__lt=window[1])
    for person, start, end in times.values_list("source__person_id", "starts_at", "ends_at"):
        found[person].append((start, end))
    return found


def _offering(candidate: User, only: Collection[int] | None) -> QuerySet[Schedule]:
    found = Schedule.objects.filter(person__is_peer=True, person__is_active=True).exclude(person=candidate)
    if only is not None:
        found = found.filter(person__in=only)
    return found.select_related("person").order_by("person_id")


def _leave(schedules: Collection[Schedule], first: int) -> dict[int, dict[str, int | None]]:
    """Person id → the kinds that they offer and may run from the first quarter on → the quarter before which
    rounds of it begin, None where calibration is not asked for."""
    if not is_required():
        return {each.person_id: _offered(each) for each in schedules}
    found = qualified([each.person_id for each in schedules], after=datetime.fromtimestamp(first * 900, UTC))
    return {
        each.person_id: _with_singles(
            {
                kind: up(until)
                for kind, until in found.get(each.person_id, {}).items()
                if kind in each.round_kinds
            }
        )
        for each in schedules
    }


def _offered(schedule: Schedule) -> dict[str, int | None]:
    """The kinds that somebody offers, with the single kinds that go with them."""
    return _with_singles(dict.fromkeys(schedule.round_kinds))


def _with_singles(leave: Mapping[str, int | None]) -> dict[str, int | None]:
    """What somebody may run, with the single kinds that go with it, for as long."""
    return {**leave, **{single: leave[kind] for single, kind in STAFFED_AS.items() if kind in leave}}


def _rounds(
    ids: Collection[int], window: Interval, ignoring: UUID | None
) -> defaultdict[int, list[tuple[datetime, str]]]:
    """Per person: (start, state) of the rounds they interview or interviewed in."""
    seats = Seat.objects.filter(
        person__in=ids,
        role=Seat.Role.INTERVIEWER,
        round__starts_at__gte=window[0],
        round__starts_at__lt=window[1],
        round__state__in=[*OPEN, Round.State.COMPLETED],
    )
    if ignoring is not None:
        seats = seats.exclude(round=ignoring)
    found: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for person, start, state in seats.values_list("person_id", "round__starts_at", "round__state"):
        found[person].append((start, state))
    return found


def _met(candidate: User, ids: Collection[int]) -> Counter[int]:
    """How many rounds the candidate had, or is to have, with each."""
    return Counter(
        Seat.objects.filter(
            person__in=ids,
            role=Seat.Role.INTERVIEWER,
            round__loop__candidate=candidate,
            round__state__in=[*OPEN, Round.State.COMPLETED],
        ).values_list("person_id", flat=True)
    )


def _attendance(ids: Collection[int]) -> Counter[tuple[int, str]]:
    """How often each came and did not; a no-show that is disputed, or was taken back, does not count."""
    rows = Attendance.objects.filter(person__in=ids, role=Seat.Role.INTERVIEWER).exclude(
        outcome=Attendance.Outcome.NO_SHOW,
        dispute__in=[Attendance.Dispute.RAISED, Attendance.Dispute.GRANTED],
    )
    return Counter(rows.values_list("person_id", "outcome"))
