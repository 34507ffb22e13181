"""What goes into a cell of a table that others open. Pure.

A spreadsheet takes text that begins with =, +, -, @, a tab or a carriage return for a formula, and runs it.
In CSV such text gets an apostrophe before it; so does text that has apostrophes before such a sign already,
so that taking one away always gives the text back. In XLSX every text is a text cell, and such text is marked
as quoted, which holds when somebody edits it. Numbers stay numbers in both.
"""

from collections.abc import Sequence
from typing import Final

Cell = str | int | float | None
STARTS: Final = frozenset("=+-@\t\r")
EXCEL_CELL: Final = 32_767
"""So many UTF-16 units fit into a cell of Excel's."""


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, apostrophes before it left aside."""
    return text.lstrip("'")[:1] in STARTS and text.lstrip("'") != ""


def for_csv(cell: Cell) -> str:
    """A cell as it stands in CSV."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    text = printable(cell)
    return f"'{text}" if starts_formula(text) else text


def from_csv(text: str) -> str:
    """The text of a cell that `for_csv` wrote."""
    return text[1:] if text.startswith("'") and starts_formula(text) else text


def for_xlsx(text: str) -> str:
    """Text as it fits into a cell of a workbook: what is longer than Excel takes ends in "…"."""
    text = printable(text)
    if len(text.encode("utf-16-le")) // 2 <= EXCEL_CELL:
        return text
    cut = text.encode("utf-16-le")[: (EXCEL_CELL - 1) * 2].decode("utf-16-le", "ignore")
    return f"{cut}…"


def printable(text: str) -> str:
    """Text without what no file can hold: control characters and halves of characters become "�"."""
    return "".join("�" if _unfit(each) else each for each in text)


def _unfit(character: str) -> bool:
    code = ord(character)
    return (code < 32 and character not in "\t\n\r") or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)


def csv_line(cells: Sequence[Cell]) -> list[str]:
    """A row as the csv module takes it."""
    return [for_csv(cell) for cell in cells]
