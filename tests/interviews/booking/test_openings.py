"""When a peer can be booked: hours, pause, busy times, rounds with buffers, and caps in the peer's zone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.availability.hours import Hours, Weekly, free
from interviews.availability.intervals import Interval
from interviews.booking.openings import Offer, Openings, around, down, openings, up, without
from interviews.booking.plans import Cap, Range

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 6, 1, tzinfo=UTC)
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu"]
WINDOW = (MONDAY, MONDAY + 7 * DAY)


def daily(zone: str = "UTC", start: int = 9, end: int = 12) -> Hours:
    return Hours(zone, [Weekly(day, time(start), time(end)) for day in range(7)])


def at(zone: str, *moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZoneInfo(zone))  # type: ignore[misc, arg-type]


def quarters(ranges: Iterable[Range]) -> set[int]:
    return {quarter for first, end in ranges for quarter in range(first, end)}


def taken(start: datetime, hours: float = 0.75) -> list[int]:
    return [*range(down(start), up(start + hours * HOUR))]


def hours_of(found: Openings) -> float:
    return len(quarters(found.free)) / 4


def test_without_anything_else_free_is_what_the_hours_say() -> None:
    found = openings(daily(), Offer(), WINDOW)
    assert found.offered == found.free
    assert hours_of(found) == 21
    assert found.caps == ()


def test_hours_that_begin_within_a_quarter_are_offered_from_the_next() -> None:
    hours = Hours("UTC", [Weekly(0, time(9, 5), time(10, 20))])
    assert openings(hours, Offer(), WINDOW).offered == (
        (up(MONDAY + 9.25 * HOUR), up(MONDAY + 10.25 * HOUR)),
    )


def test_busy_time_takes_every_quarter_it_touches_from_what_is_offered() -> None:
    busy = [(MONDAY + 9 * HOUR + timedelta(minutes=50), MONDAY + 10 * HOUR + timedelta(minutes=5))]
    found = openings(daily(), Offer(), (MONDAY, MONDAY + DAY), busy=busy)
    assert found.offered == (
        (up(MONDAY + 9 * HOUR), up(MONDAY + 9.75 * HOUR)),
        (up(MONDAY + 10.25 * HOUR), up(MONDAY + 12 * HOUR)),
    )
    assert found.free == found.offered


@pytest.mark.parametrize(("buffer", "left"), [(0, 2.25), (15, 1.75), (20, 1.25), (30, 1.25)])
def test_round_takes_its_quarters_and_a_buffer_on_both_sides_but_stays_offered(
    buffer: int, left: float
) -> None:
    found = openings(daily(), Offer(buffer), (MONDAY, MONDAY + DAY), taken=taken(MONDAY + 10 * HOUR))
    assert hours_of(found) == left
    assert len(quarters(found.offered)) == 12


def test_round_just_before_the_window_keeps_its_buffer_in_it() -> None:
    window = (MONDAY + 10 * HOUR, MONDAY + DAY)
    found = openings(daily(), Offer(60), window, taken=taken(MONDAY + 9 * HOUR, 1))
    assert found.free == ((up(MONDAY + 11 * HOUR), up(MONDAY + 12 * HOUR)),)


def test_pause_ends_at_midnight_in_the_peers_zone() -> None:
    hours = Hours("America/New_York", [Weekly(day, time(0), time(0)) for day in range(7)])
    found = openings(hours, Offer(paused_until=date(2026, 6, 3)), WINDOW)
    assert found.offered[0][0] == up(at("America/New_York", 2026, 6, 3))
    assert openings(hours, Offer(paused_until=date(2026, 5, 1)), WINDOW) == openings(hours, Offer(), WINDOW)
    assert openings(hours, Offer(paused_until=date(2026, 9, 1)), WINDOW).offered == ()


def test_day_at_its_cap_is_closed_and_others_say_what_is_left() -> None:
    rounds = [MONDAY + 9 * HOUR, MONDAY + 11 * HOUR, MONDAY + DAY + 9 * HOUR]
    found = openings(daily(), Offer(most_per_day=2), WINDOW, rounds=rounds)
    assert min(quarters(found.free)) == up(MONDAY + DAY + 9 * HOUR)
    assert [cap.left for cap in found.caps] == [1, 2, 2, 2, 2, 2]
    assert found.caps[0] == Cap(up(MONDAY + DAY), up(MONDAY + 2 * DAY), 1)


def test_cap_of_a_day_counts_by_the_peers_calendar() -> None:
    """23:30 in New York is already tomorrow in UTC."""
    late = at("America/New_York", 2026, 6, 1, 23, 30)
    assert late.astimezone(UTC).date() == date(2026, 6, 2)
    hours = Hours("America/New_York", [Weekly(day, time(0), time(0)) for day in range(7)])
    found = openings(hours, Offer(most_per_day=1), WINDOW, rounds=[late])
    closed = quarters(found.offered) - quarters(found.free)
    midnight = at("America/New_York", 2026, 6, 1)
    assert closed == set(range(up(midnight), up(midnight + DAY)))


def test_cap_of_a_week_counts_from_monday_and_closes_only_its_week() -> None:
    window = (MONDAY + 5 * DAY, MONDAY + 9 * DAY)
    rounds = [MONDAY, MONDAY + DAY]  # before the window, in the same week
    found = openings(daily(), Offer(most_per_week=2), window, rounds=rounds)
    assert min(quarters(found.free)) == up(MONDAY + 7 * DAY + 9 * HOUR)
    assert found.caps == (Cap(up(MONDAY + 7 * DAY), up(window[1]), 2),)


def test_round_in_the_week_before_does_not_count() -> None:
    found = openings(daily(), Offer(most_per_week=1), WINDOW, rounds=[MONDAY - HOUR])
    assert hours_of(found) == 21


def test_caps_of_more_than_a_loop_are_not_told() -> None:
    assert openings(daily(), Offer(most_per_day=4, most_per_week=9), WINDOW).caps == ()


@pytest.mark.parametrize(("day", "length"), [((2026, 3, 29), 23), ((2026, 10, 25), 25), ((2026, 6, 1), 24)])
def test_day_on_which_clocks_change_is_closed_for_as_long_as_it_is(
    day: tuple[int, int, int], length: int
) -> None:
    start = at("Europe/Berlin", *day).astimezone(UTC)
    window = (start - 2 * DAY, start + 3 * DAY)
    hours = Hours("Europe/Berlin", [Weekly(number, time(0), time(0)) for number in range(7)])
    found = openings(hours, Offer(most_per_day=1), window, rounds=[start + 12 * HOUR])
    closed = quarters(found.offered) - quarters(found.free)
    assert len(closed) == 4 * length
    assert min(closed) == up(start)


def test_weeks_that_the_window_touches_lie_in_what_rounds_are_read_for() -> None:
    first, last = around(WINDOW)
    for zone in ZONES:
        for moment in WINDOW:
            local = moment.astimezone(ZoneInfo(zone)).date()
            monday = datetime.combine(local - local.weekday() * DAY, time(0), ZoneInfo(zone))
            assert first <= monday
            assert monday + 7 * DAY <= last


def test_without_cuts_ranges() -> None:
    assert without([(0, 10), (12, 20)], [(3, 5), (4, 6), (9, 13)]) == ((0, 3), (6, 9), (13, 20))


moments = st.integers(0, 7 * 96).map(lambda quarter: MONDAY + quarter * HOUR / 4)
spans = st.tuples(moments, st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1] * HOUR / 4))
weeks = st.lists(
    st.builds(
        Weekly,
        st.integers(0, 6),
        st.sampled_from([time(0), time(7, 30), time(9, 5), time(22)]),
        st.sampled_from([time(0), time(2), time(12, 20), time(18)]),
    ),
    max_size=5,
)
offers = st.builds(
    Offer,
    st.sampled_from([0, 10, 15, 30, 60]),
    st.none() | st.integers(1, 5),
    st.none() | st.integers(1, 5),
    st.none() | st.dates(date(2026, 5, 30), date(2026, 6, 9)),
)


@given(
    st.sampled_from(ZONES), weeks, offers, st.lists(spans, max_size=3), st.lists(moments, max_size=5), moments
)
@settings(deadline=None)
def test_free_lies_in_offered_lies_in_the_hours_and_more_rounds_never_free_anything(
    zone: str,
    weekly: list[Weekly],
    offer: Offer,
    busy: list[Interval],
    rounds: list[datetime],
    more: datetime,
) -> None:
    hours = Hours(zone, weekly)

    def with_rounds(starts: list[datetime]) -> Openings:
        gone = [quarter for start in starts for quarter in taken(start)]
        return openings(hours, offer, WINDOW, busy=busy, taken=gone, rounds=starts)

    found, fuller = with_rounds(rounds), with_rounds([*rounds, more])
    there = quarters((up(start), down(end)) for start, end in free(hours, WINDOW))
    assert quarters(found.free) <= quarters(found.offered) <= there
    assert quarters(fuller.free) <= quarters(found.free)
    assert fuller.offered == found.offered
    assert not quarters(found.free) & {quarter for start in rounds for quarter in taken(start)}
    assert not quarters(found.offered) & {
        quarter for start, end in busy for quarter in range(down(start), up(end))
    }
    for cap in found.caps:
        assert 0 < cap.left < 4
