"""The usual ranges: loaded from a file, changed by an administrator."""

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from prep.models import RangeFigure
from prep.offers.amounts import CURRENCIES

RANGES = Path(__file__).resolve().parent.parent / "content" / "ranges.yaml"
_FIELDS = {"what", "stage", "unit", "currency", "low", "high", "source", "source_date"}


class BadRanges(Exception):
    """A file of ranges that may not be loaded; `problems` says what is wrong, entry by entry."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_ranges(path: Path = RANGES) -> list[dict[str, Any]]:
    """The entries of a file, as fields of rows.

    Raises:
        BadRanges: with everything that is wrong.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadRanges([f"{path.name}: {error}"]) from None
    problems: list[str] = []
    if not isinstance(entries, list):
        raise BadRanges([f"{path.name}: a list of ranges is needed"])
    seen, read = set(), []
    for number, entry in enumerate(entries, 1):
        wrong = _problem(entry)
        if not wrong and (key := (entry["what"], entry["stage"], entry["currency"])) in seen:
            wrong = "stated twice"
        if wrong:
            problems.append(f"{path.name}: entry {number}: {wrong}")
            continue
        seen.add(key)
        read.append({**entry, "low": Decimal(entry["low"]), "high": Decimal(entry["high"])})
    if problems:
        raise BadRanges(problems)
    return read


def _problem(entry: Any) -> str:
    if not isinstance(entry, dict) or set(entry) != _FIELDS:
        return f"needs exactly {', '.join(sorted(_FIELDS))}"
    if entry["what"] not in RangeFigure.What.values or entry["unit"] not in RangeFigure.Unit.values:
        return "unknown what or unit"
    if not all(isinstance(entry[name], str) for name in ("stage", "currency", "low", "high", "source")):
        return "stage, currency, low, high and source are text"
    if not entry["source"].strip() or not isinstance(entry["source_date"], date):
        return "where it comes from (source) and of when it is (source_date) are needed"
    if entry["currency"] not in (CURRENCIES if entry["unit"] == RangeFigure.Unit.MONEY else [""]):
        return "money has a currency, a percent has none"
    try:
        low, high = Decimal(entry["low"]), Decimal(entry["high"])
    except InvalidOperation:
        return "low and high are numbers"
    return "" if 0 <= low <= high else "low is above high"


@transaction.atomic
def store_ranges(*, entries: list[dict[str, Any]]) -> tuple[int, int, int]:
    """Bring the file's own rows up to date; those that an administrator made or changed stay. Idempotent.

    Returns:
        How many were added or brought up to date, left as they were, and are no longer in the file.
    """
    rows = {(row.what, row.stage, row.currency): row for row in RangeFigure.objects.select_for_update()}
    added = unchanged = 0
    for entry in entries:
        row = rows.pop((entry["what"], entry["stage"], entry["currency"]), None)
        if row is None:
            RangeFigure.objects.create(**entry, in_file=True)
            added += 1
        elif not row.in_file or all(getattr(row, name) == value for name, value in entry.items()):
            unchanged += 1
        else:
            RangeFigure.objects.filter(pk=row.pk).update(**entry)
            added += 1
    gone = [row.pk for row in rows.values() if row.in_file]
    RangeFigure.objects.filter(pk__in=gone).delete()
    return added, unchanged, len(gone)
