"""Plans and obstacles in words: what it is, when the first chance is, and what to do."""

from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from interviews.booking.plans import Obstacle, Plan, Reason, Single, Slot
from interviews.booking.words import obstacle_words, plan_reason, single_words

THURSDAY = 1_976_424  # quarter hours: Thursday 14 May 2026, 18:00 UTC


@pytest.fixture(autouse=True)
def utc() -> object:
    with timezone.override(ZoneInfo("UTC")):
        yield


def plan(*reasons: Reason, **flags: bool) -> Plan:
    slots = (Slot("recruiter", 1, THURSDAY, 2), Slot("behavioural", 2, THURSDAY + 4, 3))
    return Plan(slots, reasons=reasons, **flags)  # type: ignore[arg-type]


def test_nobody_free_says_the_first_chance_and_what_to_do() -> None:
    words = obstacle_words(Obstacle("none_free", "system_design", 3, THURSDAY, away=2, full=1))
    assert "no peer before" in words
    assert "18:00" in words
    assert "2 have no hours then, 1 is booked or full" in words
    assert "Widen the window until then, or invite a peer." in words


def test_first_chance_outside_the_hours_says_so() -> None:
    words = obstacle_words(Obstacle("none_free", "system_design", 1, THURSDAY, in_hours=False, away=1))
    assert "outside your hours" in words
    assert "Of those" not in words


def test_nobody_later_either_says_invite() -> None:
    assert "Invite a colleague" in obstacle_words(Obstacle("none_free", "recruiter", 2, away=2))
    assert "no peer offers this round yet" in obstacle_words(Obstacle("nobody", "recruiter"))


def test_without_a_calibrated_peer_says_so_and_that_a_link_is_possible() -> None:
    words = obstacle_words(Obstacle("uncalibrated", "recruiter", 2))
    assert "no calibrated peer for this round yet. 2 peers offer it" in words
    assert "personal link" in words
    words = obstacle_words(Obstacle("none_free", "recruiter", 1, THURSDAY, away=1, uncalibrated=1))
    assert "1 more offers it but is not calibrated for it yet." in words


def test_round_that_is_free_too_early_says_both_times() -> None:
    words = obstacle_words(
        Obstacle("too_early", "behavioural", 1, THURSDAY + 96, after=THURSDAY, last_start=THURSDAY - 8)
    )
    assert words.index("18:00") < words.index("16:00")
    assert "widen the window until then" in words


@pytest.mark.parametrize(
    ("obstacle", "expected"),
    [
        (Obstacle("order"), "let the order be free"),
        (Obstacle("together"), "Widen the window or the hours"),
        (Obstacle("not_in_hours", "recruiter", 1, THURSDAY, in_hours=False), "no peer within your hours"),
    ],
)
def test_other_obstacles_say_what_to_do(obstacle: Obstacle, expected: str) -> None:
    assert expected in obstacle_words(obstacle)


def test_round_that_could_be_booked_alone_says_from_when() -> None:
    assert "18:00" in single_words(Single("recruiter", THURSDAY, 2))


def test_plan_says_the_one_thing_it_has_over_the_others() -> None:
    plans = [plan("latest", "spared"), plan()]
    assert "most time to prepare" in plan_reason(plans[0], plans, {})
    assert "least to do" not in plan_reason(plans[0], plans, {})
    assert "Always in the evening." in plan_reason(plans[1], plans, {})
    assert "Always" not in plan_reason(plans[1], plans[1:], {})


def test_plan_says_what_it_could_not_keep() -> None:
    assert "within your hours" in plan_reason(plan(outside_hours=True), [], {})
    assert "not quite what you asked" in plan_reason(plan(other_breaks=True), [], {})
