"""Transition tables."""

import pytest

from common.errors import DomainError
from common.transitions import Table

TABLE = Table({"booked": {"live", "cancelled"}, "live": {"done"}, "cancelled": set(), "done": set()})
ALLOWED = {("booked", "live"), ("booked", "cancelled"), ("live", "done")}


@pytest.mark.parametrize("old", TABLE.moves)
@pytest.mark.parametrize("new", TABLE.moves)
def test_only_the_moves_of_the_table_are_allowed(old: str, new: str) -> None:
    assert TABLE.allows(old, new) == ((old, new) in ALLOWED)
    if (old, new) in ALLOWED:
        TABLE.check(old, new)
    else:
        with pytest.raises(DomainError, match=f"This is {old} already") as refused:
            TABLE.check(old, new)
        assert refused.value.code == "transition"


def test_a_table_with_a_state_it_does_not_describe_is_refused() -> None:
    with pytest.raises(ValueError, match="gone"):
        Table({"booked": {"gone"}})
