from hypothesis import given
from hypothesis import strategies as st

from interviews.board.reconcile import Stamp, beats, merge, newest

stamps = st.builds(Stamp, st.integers(1, 6), st.integers(0, 5))


def test_the_higher_version_wins_then_the_lower_nonce() -> None:
    assert beats(Stamp(2, 9), Stamp(1, 1))
    assert not beats(Stamp(1, 1), Stamp(2, 9))
    assert beats(Stamp(2, 3), Stamp(2, 4))
    assert not beats(Stamp(2, 4), Stamp(2, 3))
    assert not beats(Stamp(2, 4), Stamp(2, 4))
    assert beats(Stamp(1, 0), None)


@given(stamps, stamps)
def test_merging_is_commutative(one: Stamp, other: Stamp) -> None:
    assert merge(one, other) == merge(other, one)


@given(stamps, stamps, stamps)
def test_merging_is_associative(one: Stamp, two: Stamp, three: Stamp) -> None:
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


@given(stamps)
def test_merging_is_idempotent(one: Stamp) -> None:
    assert merge(one, one) == one


@given(st.lists(st.tuples(st.sampled_from("abc"), stamps)), st.randoms(use_true_random=False))
def test_order_and_repetition_of_arrival_make_no_difference(states: list, random: object) -> None:
    shuffled = [*states, *states]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert newest(shuffled) == newest(states)
