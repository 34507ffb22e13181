"""On which days a loop could begin."""

from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.booking.days import days_to_begin
from interviews.booking.planner import plan_loops
from interviews.booking.plans import Need, Peer, Request

DAY = 96
NEEDS = (Need("recruiter", 30), Need("behavioural", 45))


def asked(**changes: object) -> Request:
    fields = {
        "candidate": 1,
        "needs": NEEDS,
        "window": (0, 3 * DAY),
        "days": tuple((number * DAY, (number + 1) * DAY) for number in range(3)),
        "pace": "one_day",
    }
    return Request(**{**fields, **changes})  # type: ignore[arg-type]


def peer(key: int, *free: tuple[int, int], kinds: tuple[str, ...] = ("recruiter", "behavioural")) -> Peer:
    return Peer(key, frozenset(kinds), free)


def test_a_day_without_room_for_all_rounds_is_out() -> None:
    pool = [peer(2, (40, 46), (DAY + 40, DAY + 45)), peer(3, (2 * DAY + 40, 2 * DAY + 46))]
    assert days_to_begin(asked(), pool) == {0, 2}


def test_spread_over_days_the_rest_may_follow_later() -> None:
    pool = [peer(2, (40, 42), kinds=("recruiter",)), peer(3, (2 * DAY, 2 * DAY + 3), kinds=("behavioural",))]
    assert days_to_begin(asked(pace="spread"), pool) == {0}
    assert days_to_begin(asked(pace="one_day"), pool) == frozenset()


def test_in_a_free_order_another_round_may_come_first() -> None:
    pool = [peer(2, (60, 62), kinds=("recruiter",)), peer(3, (40, 43), kinds=("behavioural",))]
    assert days_to_begin(asked(), pool) == frozenset()
    assert days_to_begin(asked(order="free"), pool) == {0}


def test_own_commitments_and_the_candidate_as_peer_do_not_count() -> None:
    assert days_to_begin(asked(), [peer(1, (0, 3 * DAY))]) == frozenset()
    assert days_to_begin(asked(busy=frozenset(range(DAY))), [peer(2, (0, 2 * DAY))]) == {1}


def test_a_round_ends_where_its_peer_is_not_calibrated_any_more() -> None:
    lapsing = Peer(
        2, frozenset({"recruiter", "behavioural"}), ((0, 3 * DAY),), lapses=(("behavioural", DAY),)
    )
    assert days_to_begin(asked(), [lapsing]) == {0}
    assert days_to_begin(asked(needs=NEEDS[:1]), [lapsing]) == {0, 1, 2}


def test_the_last_round_of_a_day_may_end_after_midnight() -> None:
    assert days_to_begin(asked(), [peer(2, (91, 97))]) == {0}


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 3 * DAY - 8), st.integers(3, 12)).map(lambda span: (span[0], sum(span))),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["one_day", "spread"]),
    st.sampled_from(["kept", "free"]),
)
def test_no_plan_begins_on_a_day_that_was_dimmed(spans: list[tuple[int, int]], pace: str, order: str) -> None:
    request = asked(pace=pace, order=order)
    pool = [peer(key, span) for key, span in enumerate(spans, start=2)]
    possible = days_to_begin(request, pool)
    for plan in plan_loops(request, pool, limit=3).plans:
        if not plan.other_pace:
            assert request.day(plan.slots[0].start) in possible
