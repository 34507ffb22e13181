"""Keys of new criteria."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.content.fields import KEY
from rubrics.authoring.keys import new_key


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Ledger & reconciliation", "ledger_reconciliation"),
        ("Kürze, 2. Teil", "kurze_2_teil"),
        ("3-D secure", "d_secure"),
        ("監視", "criterion"),
        ("", "criterion"),
        ("x" * 60, "x" * 40),
    ],
)
def test_a_key_says_what_the_title_says(title: str, key: str) -> None:
    assert new_key(title, [], {}) == key


def test_a_key_that_is_taken_gets_a_number() -> None:
    assert new_key("Ledger", ["ledger", "ledger_2"], {}) == "ledger_3"
    assert new_key("x" * 60, ["x" * 40], {}) == "x" * 38 + "_2"


def test_the_same_title_elsewhere_is_the_same_criterion_and_another_title_is_not() -> None:
    assert new_key("Ledger", [], {"ledger": "Ledger"}) == "ledger"
    assert new_key("Ledger", [], {"ledger": "The ledger’s side"}) == "ledger_2"


@given(st.text(max_size=80), st.lists(st.from_regex(KEY, fullmatch=True), max_size=5))
def test_every_title_gives_a_key_that_the_files_allow(title: str, taken: list[str]) -> None:
    key = new_key(title, taken, {})
    assert KEY.fullmatch(key)
    assert key not in taken
