import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.replay.deltas import applied, difference
from tests.interviews.board.make import element

points = st.lists(st.lists(st.integers(-5, 5), min_size=2, max_size=2), min_size=1, max_size=8)
states = st.builds(
    lambda fields: {"id": "one"} | fields,
    st.fixed_dictionaries(
        {"points": points},
        optional={
            "x": st.integers() | st.floats(allow_nan=False),
            "isDeleted": st.booleans(),
            "pressures": st.lists(st.floats(0, 1), max_size=5),
            "customData": st.dictionaries(st.sampled_from("ab"), st.booleans() | st.integers(0, 1)),
            "text": st.text(max_size=5),
        },
    ),
)


@given(st.none() | states, states)
def test_a_difference_makes_the_state_it_was_taken_of(
    before: dict[str, Any] | None, after: dict[str, Any]
) -> None:
    kept = json.dumps([before, after])
    told = json.loads(json.dumps(difference(before, after)))
    assert applied(before, told) == after
    assert [type(value) for value in applied(before, told).get("customData", {}).values()] == [
        type(value) for value in after.get("customData", {}).values()
    ]
    assert json.dumps([before, after]) == kept


def test_a_growing_stroke_is_told_point_by_point() -> None:
    stroke = element("freedraw", points=[[number, 0] for number in range(1_000)])
    longer = stroke | {"points": [*stroke["points"], [1_000, 0]], "version": 2, "width": 1_000}
    told = difference(stroke, longer)
    assert told["grow"] == {"points": [1_000, [[1_000, 0]]]}
    assert len(json.dumps(told)) < 120
    shorter = stroke | {"points": stroke["points"][:10]}
    assert difference(stroke, shorter)["grow"] == {"points": [10, []]}


def test_an_unchanged_state_is_told_in_its_name_alone() -> None:
    one = element()
    assert difference(one, dict(one)) == {"id": one["id"]}
    assert difference(None, one) == {"new": one}


def test_a_difference_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no state"):
        applied(None, {"id": "one", "set": {"x": 1}})
