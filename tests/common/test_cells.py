"""Text as a cell of a table that a spreadsheet opens."""

import pytest

from common.cells import as_typed


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1"])
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    assert as_typed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ana", "3 + 4", "a=b", "'=1"])
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert as_typed(text) == text
