"""Which attempts count, and how long leave lasts."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rubrics.calibration.counting import (
    Tried,
    counted_from,
    extended,
    known,
    known_for,
    passed_samples,
    renewal_before,
)

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = 365 * DAY
ONE, TWO = ("track", "one"), ("track", "two")


def tried(sample: tuple[str, str], ago: float, *, passed: bool = True, took: timedelta = DAY / 24) -> Tried:
    submitted = NOW - ago * DAY
    return Tried(sample, submitted - took, submitted, passed)


def test_windows_shrink_with_how_long_leave_lasts() -> None:
    assert (known_for(YEAR), renewal_before(YEAR)) == (90 * DAY, 60 * DAY)
    assert (known_for(30 * DAY), renewal_before(30 * DAY)) == (15 * DAY, 7.5 * DAY)


def test_agreed_scores_are_known_for_a_while_and_the_latest_look_decides() -> None:
    assert known([], ONE, NOW, YEAR) is None
    assert known([tried(ONE, 10), tried(ONE, 50)], ONE, NOW, YEAR) == NOW + 80 * DAY
    assert known([tried(ONE, 90)], ONE, NOW, YEAR) is None
    assert known([tried(ONE, 10)], TWO, NOW, YEAR) is None
    assert known([tried(ONE, -1)], ONE, NOW, YEAR) is None, "what comes later was not known yet"


def test_a_second_attempt_counts_only_once_the_first_is_forgotten() -> None:
    first = tried(ONE, 200, passed=False)
    assert passed_samples([first, tried(ONE, 150)], NOW - YEAR, YEAR) == set()
    assert passed_samples([first, tried(ONE, 100)], NOW - YEAR, YEAR) == {ONE}
    # Begun while they were known and held back until they were not: still not blind.
    assert passed_samples([first, tried(ONE, 100, took=40 * DAY)], NOW - YEAR, YEAR) == set()


def test_the_same_sample_counts_once_and_what_is_not_decided_does_not() -> None:
    assert passed_samples([tried(ONE, 300), tried(ONE, 100), tried(TWO, 5)], NOW - YEAR, YEAR) == {ONE, TWO}
    undecided = Tried(TWO, NOW - DAY, NOW - DAY, None)
    assert passed_samples([tried(ONE, 5), undecided], NOW - YEAR, YEAR) == {ONE}


def test_from_when_on_samples_count() -> None:
    assert counted_from(None, NOW, YEAR) == NOW - YEAR
    assert counted_from(NOW + 300 * DAY, NOW, YEAR) == NOW + 240 * DAY
    assert counted_from(NOW + 10 * DAY, NOW, YEAR) == NOW - 50 * DAY
    assert counted_from(NOW - 500 * DAY, NOW, YEAR) == NOW - YEAR, "long lapsed: like a newcomer"


def test_being_early_loses_nothing_and_being_late_gains_nothing() -> None:
    assert extended(None, NOW, YEAR) == NOW + YEAR
    assert extended(NOW + 20 * DAY, NOW, YEAR) == NOW + 385 * DAY
    assert extended(NOW - 20 * DAY, NOW, YEAR) == NOW + YEAR


@given(
    st.lists(st.tuples(st.sampled_from([ONE, TWO]), st.floats(0, 400), st.booleans()), max_size=6),
    st.floats(0, 400),
)
def test_more_attempts_never_make_an_earlier_one_count_less(
    made: list[tuple[tuple[str, str], float, bool]], ago: float
) -> None:
    history = [tried(sample, since, passed=passed) for sample, since, passed in made]
    later = [each for each in history if each.begun > NOW - ago * DAY]
    before = [each for each in history if each.submitted <= NOW - ago * DAY]
    assert passed_samples(before, NOW - YEAR, YEAR) <= passed_samples([*before, *later], NOW - YEAR, YEAR)
