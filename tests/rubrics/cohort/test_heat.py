"""The arithmetic of the heat map."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rubrics.cohort.heat import LOW, STRONG, WEAK, Cell, Sum, common_gaps, heat

ONE, TWO = ("recruiter", "one"), ("recruiter", "two")
scores = st.lists(st.lists(st.integers(2, 10), min_size=1, max_size=3), min_size=1, max_size=6)


def given_by(person: int, key: tuple[str, str], loops: list[list[int]]) -> list[Sum]:
    """As the database puts them together: loops with as many raters in one sum."""
    found = []
    for raters in {len(each) for each in loops}:
        same = [each for each in loops if len(each) == raters]
        found.append(Sum(person, *key, sum(map(sum, same)), raters, len(same)))
    return found


@given(scores)
def test_every_loop_has_the_same_weight_however_many_rated(loops: list[list[int]]) -> None:
    found = heat(given_by(1, ONE, loops), people=[1], criteria=[ONE])
    means = [Fraction(sum(each), len(each)) for each in loops]
    cell = found.cells[1, ONE]
    assert cell.mean == sum(means) / len(means)
    assert cell.loops == len(loops)
    assert 2 <= cell.mean <= 10


@given(st.fractions(2, 10))
def test_bands_and_bars_follow_the_mean(mean: Fraction) -> None:
    cell = Cell(mean, 1)
    assert 0 <= cell.eighths <= 8
    expected = "weak" if mean < WEAK else "low" if mean < LOW else "middle" if mean < STRONG else "strong"
    assert cell.band == expected


@given(st.dictionaries(st.integers(1, 5), scores, max_size=5))
def test_weakest_first_orders_both_sides_and_loses_nobody(people: dict[int, list[list[int]]]) -> None:
    sums = [each for person, loops in people.items() for each in given_by(person, ONE, loops)]
    found = heat(sums, people=[1, 2, 3, 4, 5], criteria=[ONE], weakest=True)
    assert sorted(found.people) == [1, 2, 3, 4, 5]
    scored = [found.by_person[person] for person in found.people if person in found.by_person]
    assert scored == sorted(scored)
    assert [person in people for person in found.people] == [True] * len(people) + [False] * (5 - len(people))


def test_criteria_keep_their_order_and_unknown_ones_come_last() -> None:
    old = ("behavioural", "gone")
    sums = [Sum(1, *key, 6, 1, 1) for key in (old, TWO)]
    assert heat(sums, people=[1], criteria=[ONE, TWO]).criteria == [TWO, old]


def test_common_gaps_are_those_of_the_largest_share() -> None:
    sums = [
        *(Sum(person, *ONE, 5, 1, 1) for person in (1, 2)),
        Sum(3, *ONE, 9, 1, 1),
        Sum(1, *TWO, 4, 1, 1),
        Sum(2, *TWO, 6, 1, 1),
    ]
    found = common_gaps(heat(sums, people=[1, 2, 3], criteria=[ONE, TWO]), most=5)
    assert [(each.key, each.people, each.scored) for each in found] == [(ONE, (1, 2), 3), (TWO, (1,), 2)]
