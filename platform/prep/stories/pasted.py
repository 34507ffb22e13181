"""Reading rows that were pasted from a spreadsheet or come from a CSV file (pure)."""

import csv
import io
from typing import Final

COLUMNS: Final = ("project", "problem", "impact", "solution", "context", "action", "result", "consequence")
"""The columns of the sheet's file, in its order; the first three are those of the grid."""
GRID: Final = COLUMNS[:3]
MOST_ROWS: Final = 100
LONGEST: Final = 2000


class Unreadable(ValueError):
    """What was given is no table."""


def cells(text: str) -> list[list[str]]:
    """Pasted text as rows of cells: parted by tabs as spreadsheets copy, else by commas or semicolons.

    Raises:
        Unreadable: it has a NUL, or more than `MOST_ROWS` rows, or a quote that is never closed.
    """
    text = text.lstrip("\ufeff")
    if "\0" in text:
        raise Unreadable("binary")
    first = text.split("\n", 1)[0]
    parted = "\t" if "\t" in text else ";" if first.count(";") > first.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True))
    except csv.Error as error:
        raise Unreadable(str(error)) from None
    rows = [[_plain(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if len(rows) > MOST_ROWS:
        raise Unreadable("too many")
    return rows


def stories(text: str) -> list[dict[str, str]]:
    """A file of stories as rows by `COLUMNS`; a first row of column names decides their order.

    Raises:
        Unreadable: see `cells`, and for a file without any story.
    """
    rows = cells(text)
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    order = list(COLUMNS)
    if "project" in names or "impact" in names:
        order, rows = names, rows[1:]
    found = []
    for row in rows:
        story = dict.fromkeys(COLUMNS, "")
        story.update({name: cell for name, cell in zip(order, row, strict=False) if name in story})
        if any(story.values()):
            found.append(story)
    if not found:
        raise Unreadable("empty")
    return found


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it, cut to what fits."""
    text = cell.strip()
    return (text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text)[:LONGEST]
