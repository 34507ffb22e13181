"""Cells of exported tables: what was typed comes back, and nothing of it is ever run."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rubrics.exports.cells import EXCEL_CELL, for_csv, for_xlsx, from_csv, printable, starts_formula
from rubrics.exports.files import Table, write_csv, write_xlsx

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''=1",
    "'t Hart",
    "=cmd|' /C calc'!A0",
    "'",
]
ANY = st.one_of(
    st.text(max_size=40),
    st.builds(lambda start, rest: start + rest, st.sampled_from(HOSTILE), st.text(max_size=20)),
)


def written_csv(rows: list[list[str | int | float | None]], folder: Path) -> list[list[str]]:
    path = folder / "table.csv"
    write_csv(path, Table([("Head", 10)], rows, [], "T"))
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel knows UTF-8 by this mark"
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))[1:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@given(texts=st.lists(ANY, min_size=1, max_size=8))
@example(texts=HOSTILE)
def test_csv_gives_back_what_was_typed_and_starts_no_formula(texts: list[str], folder: Path) -> None:
    rows = written_csv([["x", text] for text in texts], folder)
    assert [from_csv(row[1]) for row in rows] == [printable(text) for text in texts]
    assert not any(row[1][:1] in {"=", "+", "-", "@", "\t", "\r"} and row[1] for row in rows)


@given(texts=st.lists(ANY, min_size=1, max_size=4))
@example(texts=HOSTILE)
def test_xlsx_gives_back_what_was_typed_as_text(texts: list[str], folder: Path) -> None:
    path = folder / "table.xlsx"
    write_xlsx(path, Table([("Head", 10), ("More", 10)], [["x", text] for text in texts], [], "T"))
    sheet = openpyxl.load_workbook(path)["T"]
    for row, text in enumerate(texts, start=2):
        cell = sheet.cell(row, 2)
        expected = for_xlsx(text)
        # XML has no carriage return of its own: it is kept as an escape that Excel reads back.
        read = str(cell.value or "").replace("_x000D_", "\r").replace("_x005F_", "_")
        assert read.replace("\r\n", "\n").replace("\r", "\n") == expected.replace("\r\n", "\n").replace(
            "\r", "\n"
        )
        assert cell.data_type in {"s", "n", "inlineStr"}
        assert cell.data_type != "n" or expected == ""
        assert bool(cell.quotePrefix) == starts_formula(expected)


def test_numbers_stay_numbers(folder: Path) -> None:
    assert [for_csv(each) for each in (3, 2.5, -1, None, "-1")] == ["3", "2.5", "-1", "", "'-1"]
    path = folder / "numbers.xlsx"
    write_xlsx(path, Table([("A", 1), ("B", 1), ("C", 1)], [[3, 2.5, None]], [("Shows", "=1")], "T"))
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["T"][2]] == [3, 2.5, None]
    assert book["About"]["B1"].data_type != "f"


def test_long_text_ends_where_excel_ends() -> None:
    assert for_xlsx("x" * EXCEL_CELL) == "x" * EXCEL_CELL
    cut = for_xlsx("😀" * EXCEL_CELL)
    assert cut.endswith("😀…")
    assert len(cut.encode("utf-16-le")) // 2 <= EXCEL_CELL
    assert len(for_csv("x" * 100_000)) == 100_000
