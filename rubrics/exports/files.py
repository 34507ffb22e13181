"""Writing a table into a file, row by row. Knows no Django: rows in, a file out, in constant memory."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from rubrics.exports.cells import Cell, csv_line, for_xlsx, starts_formula


class Table(NamedTuple):
    """What is written: heads of columns with their widths in characters, rows, what it is about in words."""

    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]
    about: Sequence[tuple[str, str]]
    title: str


def write_csv(path: Path, table: Table) -> None:
    """Comma-separated values in UTF-8, with the mark by which Excel knows it."""
    with path.open("wb") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(csv_line([head for head, _width in table.heads]))
        writer.writerows(csv_line(row) for row in table.rows)


def write_xlsx(path: Path, table: Table) -> None:
    """A workbook: the table with a filter on its heads, and a sheet that says what it is of."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        sheet = book.add_worksheet(table.title[:31])
        for at, (head, width) in enumerate(table.heads):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, for_xlsx(head), bold)
        sheet.freeze_panes(1, 1)
        last = 0
        for last, row in enumerate(table.rows, start=1):
            for at, cell in enumerate(row):
                _write_cell(sheet, last, at, cell, quoted)
        sheet.autofilter(0, 0, last, len(table.heads) - 1)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 90)
        for at, (name, words) in enumerate(table.about):
            about.write_string(at, 0, for_xlsx(name), bold)
            _write_cell(about, at, 1, words, quoted)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, quoted: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        text = for_xlsx(cell)
        sheet.write_string(row, column, text, quoted if starts_formula(text) else None)
    else:
        sheet.write_number(row, column, cell)


WRITERS: dict[str, tuple[Callable[[Path, Table], None], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""By format: what writes it, and its type."""
