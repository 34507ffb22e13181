import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.replay.timeline import (
    Span,
    Timeline,
    bouts,
    drawing_timeline,
    read_second,
    round_timeline,
    written_second,
)


@pytest.mark.parametrize(
    ("started", "closed", "events", "found"),
    [
        (1000.0, 3700.4, (1005.0, 3600.0), (1000.0, 0, 2700)),
        (1000.0, None, (1005.0, 1100.9), (1000.0, 0, 100)),
        (1000.0, None, None, (1000.0, 0, 0)),
        # Somebody drew while waiting.
        (1000.0, 1600.0, (899.5, 1500.0), (1000.0, -101, 600)),
        # Nobody began the round, but something was drawn.
        (None, 5000.0, (2000.0, 2100.0), (2000.0, 0, 3000)),
        (None, None, None, (9000.0, 0, 0)),
    ],
)
def test_a_round_is_counted_from_its_start(
    started: float | None,
    closed: float | None,
    events: tuple[float, float] | None,
    found: tuple[float, int, int],
) -> None:
    made = round_timeline(started, closed, events, 9000.0)
    assert (made.origin, made.first, made.last) == found


def test_of_long_pauses_only_some_seconds_stay() -> None:
    made = drawing_timeline([100, 130, 86_400, 86_401, 200_000])
    assert [made.seconds(moment) for moment in (100, 130, 86_400, 86_401, 200_000)] == [0, 30, 40, 41, 51]
    assert made.last == 51
    assert made.seconds(5_000) == 40
    assert made.moment(39.5) == 139.5
    assert made.moment(40) == 86_400
    assert drawing_timeline([]).last == 0


@given(st.lists(st.integers(0, 10_000_000), min_size=1, max_size=30, unique=True), st.data())
def test_every_stroke_is_seen_at_its_second_and_not_before(moments: list[int], data: st.DataObject) -> None:
    moments.sort()
    made = drawing_timeline(moments)
    moment = data.draw(st.sampled_from(moments))
    second = int(made.seconds(moment))
    assert made.first <= second <= made.last
    assert made.end_of(second) >= moment
    if second > 0:
        assert made.end_of(second - 1) < moment
    assert [made.seconds(each) for each in moments] == sorted({made.seconds(each) for each in moments})


@given(st.floats(allow_nan=True), st.integers(-100, 0), st.integers(0, 10_000))
def test_whoever_wants_to_go_anywhere_gets_to_a_second_that_is_there(
    wanted: float, first: int, length: int
) -> None:
    made = Timeline(0.0, first, first + length)
    assert first <= made.clamp(wanted) <= first + length
    assert 0 <= made.spot(made.clamp(wanted)) <= 1


def test_bouts_are_parted_by_gaps() -> None:
    assert bouts([5, 1, 3, 9, 9, 20], 2) == [Span(1, 5), Span(9, 9), Span(20, 20)]
    assert bouts([], 2) == []


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("754", 754),
        (" 12:34 ", 754),
        ("1:02:03", 3723),
        ("-5", -5),
        ("−1:05", -65),
        ("7.9", 7.9),
        ("", None),
        ("abc", None),
        ("1:2:3:4", None),
        ("--5", None),
        ("٣", None),
        ("1e9", None),
        ("9" * 40, None),
        ("inf", None),
    ],
)
def test_seconds_are_read_as_people_write_them(text: str, second: float | None) -> None:
    assert read_second(text) == second


@pytest.mark.parametrize(
    ("second", "text"), [(0, "0:00"), (754.9, "12:34"), (3723, "1:02:03"), (-61, "−1:01")]
)
def test_seconds_are_written_for_people(second: float, text: str) -> None:
    assert written_second(second) == text
    assert read_second(text) == int(second)
