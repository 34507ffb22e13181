"""Tables that come in."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.cells import as_typed
from prep.stories.pasted import COLUMNS, LONGEST, MOST_ROWS, Unreadable, cells, stories

words = (
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)


def test_spreadsheets_copy_tabs_and_quote_line_breaks() -> None:
    assert cells('Store\t"stale\nbalances"\t200 → 35 ms\r\nHolds\tfraud\t-18 %\r\n') == [
        ["Store", "stale\nbalances", "200 → 35 ms"],
        ["Holds", "fraud", "-18 %"],
    ]


@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_column_names_decide_the_order(parted: str) -> None:
    text = parted.join(["Impact", "Project", "Nonsense"]) + "\n" + parted.join(["less", "Store", "x"])
    assert stories(text) == [dict.fromkeys(COLUMNS, "") | {"impact": "less", "project": "Store"}]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "project,impact\n", "a\0b", 'one,"never closed', "x\n" * (MOST_ROWS + 1)]
)
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        stories(text)


def test_cells_are_cut_to_what_a_column_holds() -> None:
    assert len(stories("x" * 5000)[0]["project"]) == LONGEST


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=5))
def test_what_went_out_as_csv_comes_back(rows: list[tuple[str, str, str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS[:3])
    writer.writerows([as_typed(cell) for cell in row] for row in rows)
    found = stories("\ufeff" + text.getvalue())
    assert [tuple(each[name] for name in COLUMNS[:3]) for each in found] == [
        tuple(cell for cell in row) for row in rows
    ]
