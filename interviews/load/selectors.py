"""Reading how much each peer has to do, in a number of queries that does not depend on how many there are."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from interviews.availability.hours import weekly_length
from interviews.availability.selectors import hours_of
from interviews.booking.openings import Offer, openings
from interviews.booking.pool import busy_times
from interviews.kinds import LOOP_KINDS, SHORT_TITLES, RoundKind
from interviews.load import heat
from interviews.load.heat import PAST, WEEK, Cell
from interviews.loops.states import OPEN
from interviews.models import Attendance, HistoryEntry, PoolForecast, Round, Schedule, Seat

LOOK_BACK = timedelta(weeks=12)
"""Over which what was given back and missed is counted."""
_WEEKS = heat.PAST + 1 + heat.COMING


@dataclass(frozen=True)
class Row:
    """A peer: a cell for each week, and how often they gave a round back or did not come to one lately."""

    person: User
    zone: str
    kinds: list[str]
    cells: list[Cell]
    paused_until: date | None
    gave_back: int
    no_shows: int

    @property
    def coming(self) -> int:
        """Rounds of this week and the coming ones."""
        return sum(cell.rounds for cell in self.cells[PAST:])

    @property
    def hours(self) -> float:
        """Hours offered in this week and the coming ones."""
        return sum(cell.hours or 0 for cell in self.cells[PAST:])


@dataclass(frozen=True)
class KindLine:
    """A kind of round (its short title) with its rounds in each week."""

    kind: str
    title: str
    rounds: list[int]

    @property
    def sum(self) -> int:
        """Over all the weeks."""
        return sum(self.rounds)


@dataclass(frozen=True)
class Load:
    """Everything on the page: `weeks` are Mondays; `rounds` and `hours` are sums over the rows by week."""

    weeks: list[date]
    this_week: date
    rows: list[Row]
    rounds: list[int]
    hours: list[float | None]
    by_kind: list[KindLine]
    peers: int

    @property
    def totals(self) -> list[tuple[int, float | None]]:
        """(rounds, hours) of each week."""
        return list(zip(self.rounds, self.hours, strict=True))


@dataclass
class _Counts:
    """Rounds by (person, Monday) and by (kind, Monday), each on the peer's own calendar."""

    of: Counter[tuple[int, date]] = field(default_factory=Counter)
    kind: Counter[tuple[str, date]] = field(default_factory=Counter)


def load_of(*, kind: str = "", sort: str = "load") -> Load:
    """The load of every active peer with hours, from four weeks ago to six weeks ahead.

    Weeks begin on Monday on each peer's own clock, as their caps do. Cells count all rounds of a peer,
    whatever their kind.

    Args:
        kind: only peers who run this kind; "" for all.
        sort: an order of `forms.SORTS`.
    """
    now = timezone.now()
    weeks = heat.mondays(timezone.localtime(now).date())
    everybody = list(
        Schedule.objects.filter(person__is_peer=True, person__is_active=True)
        .select_related("person")
        .order_by("person_id")
    )
    schedules = [each for each in everybody if not kind or kind in each.round_kinds]
    ids = [each.person_id for each in schedules]
    counts = _counts({each.person_id: each.timezone for each in schedules}, weeks)
    offered = _offered(schedules, weeks[PAST:], now)
    gave_back, no_shows = _gave_back(ids, now), _no_shows(ids, now)
    rows = [
        _row(
            each, weeks, counts, offered[each.person_id], gave_back[each.person_id], no_shows[each.person_id]
        )
        for each in schedules
    ]
    return Load(
        weeks=weeks,
        this_week=weeks[PAST],
        rows=_sorted(rows, sort),
        rounds=[sum(row.cells[number].rounds for row in rows) for number in range(_WEEKS)],
        hours=[
            None if number < PAST else sum(row.cells[number].hours or 0 for row in rows)
            for number in range(_WEEKS)
        ],
        by_kind=[
            KindLine(each, str(SHORT_TITLES[RoundKind(each)]), [counts.kind[each, week] for week in weeks])
            for each in RoundKind.values
            if each in LOOP_KINDS or any(counts.kind[each, week] for week in weeks)
        ],
        peers=len(everybody),
    )


def forecasts() -> tuple[PoolForecast | None, PoolForecast | None]:
    """The newest forecast that is ready, and the newest one if it is another: pending or failed."""
    newest = PoolForecast.objects.first()
    if newest is None or newest.state == PoolForecast.State.READY:
        return newest, None
    return PoolForecast.objects.filter(state=PoolForecast.State.READY).first(), newest


def _row(
    schedule: Schedule,
    weeks: list[date],
    counts: _Counts,
    offered: tuple[float, list[float]],
    gave_back: int,
    no_shows: int,
) -> Row:
    usual, hours = offered
    cells = [
        heat.cell(
            counts.of[schedule.person_id, week],
            hours=None if number < PAST else hours[number - PAST],
            usual=usual,
            cap=schedule.most_per_week,
        )
        for number, week in enumerate(weeks)
    ]
    paused = schedule.paused_until
    return Row(
        schedule.person,
        schedule.timezone,
        [str(SHORT_TITLES[RoundKind(each)]) for each in schedule.round_kinds if each in RoundKind.values],
        cells,
        paused if paused and paused > weeks[PAST] else None,
        gave_back,
        no_shows,
    )


def _counts(zones: dict[int, str], weeks: list[date]) -> _Counts:
    """Rounds that took place or are to, by the week on each peer's calendar."""
    found = _Counts()
    seats = Seat.objects.filter(
        person__in=zones,
        role=Seat.Role.INTERVIEWER,
        round__state__in=[*OPEN, Round.State.COMPLETED],
        round__starts_at__gte=_midnight(weeks[0]) - timedelta(days=1),
        round__starts_at__lt=_midnight(weeks[-1] + WEEK) + timedelta(days=1),
    )
    for person, start, kind in seats.values_list("person_id", "round__starts_at", "round__kind"):
        week = heat.monday(start.astimezone(ZoneInfo(zones[person])).date())
        found.of[person, week] += 1
        found.kind[kind, week] += 1
    return found


def _offered(
    schedules: Iterable[Schedule], weeks: list[date], now: datetime
) -> dict[int, tuple[float, list[float]]]:
    """Person id → (hours of an ordinary week, hours offered in each of `weeks`); busy times and pauses are
    taken out, rounds are not."""
    rows = list(schedules)
    window = _midnight(weeks[0]) - timedelta(days=1), _midnight(weeks[-1] + WEEK) + timedelta(days=1)
    hours = hours_of(rows)
    busy = busy_times([row.person_id for row in rows], window)
    found = {}
    for row in rows:
        own = hours[row.person_id]
        ranges = openings(own, Offer(paused_until=row.paused_until), window, busy=busy[row.person_id]).offered
        found[row.person_id] = (
            weekly_length(own.weekly) / timedelta(hours=1),
            [heat.hours_within(ranges, heat.quarters_of_week(week, row.timezone)) for week in weeks],
        )
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), ZoneInfo("UTC"))


def _gave_back(ids: Collection[int], now: datetime) -> Counter[int]:
    """How often each gave a round back lately: whoever stepped in, and also where nobody did."""
    entries = HistoryEntry.objects.filter(actor__in=ids, at__gte=now - LOOK_BACK, round__isnull=False)
    found: Counter[int] = Counter()
    # Compared here: the databases don't agree on how a number in JSON equals a key.
    for actor, event, old, candidate in entries.values_list("actor_id", "event", "old", "loop__candidate_id"):
        left = old.get("interviewer") == actor
        found[actor] += left or (event == "round_cancelled" and actor != candidate)
    return found


def _no_shows(ids: Collection[int], now: datetime) -> Counter[int]:
    """How often each did not come lately; what is disputed, or was with success, does not count."""
    rows = Attendance.objects.filter(
        person__in=ids,
        role=Seat.Role.INTERVIEWER,
        outcome=Attendance.Outcome.NO_SHOW,
        round__starts_at__gte=now - LOOK_BACK,
    ).exclude(dispute__in=[Attendance.Dispute.RAISED, Attendance.Dispute.GRANTED])
    return Counter(rows.values_list("person_id", flat=True))


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    """In the order asked for; names decide among equals."""
    orders = {
        "load": lambda row: -row.coming,
        "free": lambda row: row.coming - row.hours,
        "offered": lambda row: -row.hours,
        "gave_back": lambda row: -row.gave_back,
        "no_shows": lambda row: -row.no_shows,
        "name": lambda row: 0,
    }
    return sorted(rows, key=lambda row: (orders[sort](row), row.person.shown_name.casefold(), row.person.pk))
