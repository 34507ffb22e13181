"""Questions made from a row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prep.stories.probes import MOST, figures, probes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("latency 200 → 35 ms, so", ["200 → 35 ms"]),
        ("from 9 h to 40 min, $1.2 million saved", ["9 h to 40 min", "$1.2 million"]),
        ("down 18 %, down 18 % again", ["18 %"]),
        ("much better", []),
    ],
)
def test_figures_are_found_as_written(text: str, found: list[str]) -> None:
    assert figures(text) == found


@pytest.mark.parametrize(
    ("impact", "kinds"),
    [
        ("Merchants' latency 200 → 35 ms, funds in sight at once", ["measured"]),
        ("Holds down 18 % for merchants", ["measured", "base"]),
        ("The model got better", ["whom", "so_what"]),
        ("Merchants get their funds", ["part"]),
    ],
)
def test_weak_places_are_asked_about(impact: str, kinds: list[str]) -> None:
    assert [kind for kind, _about in probes({"project": "Store", "problem": "p", "impact": impact})] == kinds


@given(st.text(max_size=200))
def test_there_is_always_something_to_ask_and_never_too_much(text: str) -> None:
    assert 1 <= len(probes({"project": "Store", "problem": "", "impact": text})) <= MOST
