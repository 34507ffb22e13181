"""What a rater is reminded of, once, without being kept from anything."""

import pytest

from rubrics.scorecards.nudges import nudges
from rubrics.scorecards.rules import Entry

SAID = "Named the key."


def card(*scores: int | None, said: str = SAID) -> dict[str, Entry]:
    return {
        str(number): Entry(score, score is None, said if score is not None else "")
        for number, score in enumerate(scores)
    }


@pytest.mark.parametrize(
    ("scores", "said", "told"),
    [
        ((8, 8, 8, 8), SAID, ["halo"]),
        ((6, 6, 6, 6), SAID, ["middle"]),
        ((2, 2, 2), SAID, ["halo"]),
        ((7, 7, 7), "", ["halo", "no_evidence"]),
        ((6, 6, 6), "", ["middle", "no_evidence"]),
        ((6, 7, 6), "", ["no_evidence"]),
        ((6, 7, 6), "  ", ["no_evidence"]),
        ((6, 7, 6), SAID, []),
        ((8, 8, None, 8), SAID, ["halo"]),
        ((8, 8, None, None), SAID, []),
        ((None, None, None), "", []),
        ((8, 8, 9), SAID, []),
    ],
)
def test_patterns(scores: tuple[int | None, ...], said: str, told: list[str]) -> None:
    criteria = [{"key": str(number)} for number in range(len(scores))]
    assert nudges(criteria, card(*scores, said=said)) == told


def test_nothing_is_said_before_every_criterion_is_answered() -> None:
    criteria = [{"key": str(number)} for number in range(5)]
    assert nudges(criteria, card(8, 8, 8, 8)) == []


def test_a_kept_moment_is_evidence_and_what_was_said_is_not_said_again() -> None:
    criteria = [{"key": str(number)} for number in range(3)]
    entries = card(7, 7, 7, said="")
    assert nudges(criteria, entries, ["1"]) == ["halo"]
    assert nudges(criteria, entries, ["of another rubric"]) == ["halo", "no_evidence"]
    assert nudges(criteria, entries, said=["halo"]) == ["no_evidence"]
