"""Offers as a sheet to print, as rows of a table and as data."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from prep.offers.beside import comparison
from prep.offers.forms import OfferForm
from prep.offers.pay import PARTS
from prep.offers.sheet import PART_WORDS, Column
from prep.saving import typed

# What a spreadsheet would take for a formula.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def as_sheet(columns: Sequence[Column], candidate: User) -> dict[str, Any]:
    """All offers for `prep.printing.make_pdf`: beside each other, then each with its years and scenarios."""
    sections: list[dict[str, Any]] = []
    if columns:
        sections.append(
            {
                "title": _("Side by side"),
                "columns": ["", *(column.offer.company for column in columns)],
                "rows": [[row.title, *row.cells] for row in comparison(columns)],
            }
        )
    for column in columns:
        sections += _one(column)
    title = _("Offers of %(name)s") % {"name": candidate.shown_name}
    return {"kind": _("Offers"), "title": title, "sections": sections}


def _one(column: Column) -> list[dict[str, Any]]:
    company, currency = column.offer.company, column.terms.currency
    sums = column.sums()
    made: list[dict[str, Any]] = [
        {
            "title": f"{company}, {currency}",
            "columns": ["", "1", "2", "3", "4", _("Sum")],
            "rows": [
                *([str(row["title"]), *row["cells"], row["sum"]] for row in column.years()),
                [_("All"), *sums["cells"], sums["sum"]],
            ],
        },
        {"title": _("How this comes about"), "text": [*column.how_years(), *column.how_equity()]},
    ]
    if column.payouts:
        made.append(
            {
                "title": _("The whole grant at a sale"),
                "columns": [_("Sale"), _("Price"), _("Your share then"), _("Whole grant")],
                "rows": [
                    [f"{row['title']} {row['times']}", row["price"], row["share"], row["net"]]
                    for row in column.scenario_rows()
                ],
            }
        )
    if column.advice:
        made.append({"title": _("To notice"), "fields": [[each.title, each.text] for each in column.advice]})
    if column.ranges:
        made.append(
            {
                "title": _("Beside what is usual"),
                "columns": [_("Part"), _("Range"), _("This offer"), _("Source")],
                "rows": [
                    [each["title"], each["range"], each["word"], f"{each['source']} ({each['as_of']})"]
                    for each in column.places()
                ],
            }
        )
    return made


def as_rows(columns: Sequence[Column]) -> list[list[str]]:
    """A table: a row an offer, what was typed and what follows, numbers without marks."""
    names = _names()
    head = [*names, *(f"{part}_four_years" for part in PARTS), "cash", "total", "average"]
    return [
        head,
        *(
            [
                *(_safe(value) for value in _typed(column).values()),
                *(str(column.pay.of(part)) for part in PARTS),
                str(column.pay.cash),
                str(column.pay.total),
                str(column.pay.average),
            ]
            for column in columns
        ),
    ]


def as_values(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """As data; numbers are text, so that they stay exact."""
    return [
        {
            **_typed(column),
            "state": column.offer.state,
            "years": [
                {
                    "year": year.number,
                    **{part: str(year.parts[part]) for part in PARTS},
                    "total": str(year.total),
                }
                for year in column.pay.years
            ],
            "total": str(column.pay.total),
            "average": str(column.pay.average),
            "parts": {part: str(PART_WORDS[part]) for part in PARTS},
            "notices": [
                {"rule": each.code, "title": each.title, "text": each.text} for each in column.advice
            ],
        }
        for column in columns
    ]


def _names() -> list[str]:
    left_out = {"version", "deadline_local"}
    return [*(name for name in OfferForm.base_fields if name not in left_out), "deadline"]


def _typed(column: Column) -> dict[str, str]:
    offer = column.offer
    return {
        name: (offer.deadline.isoformat() if offer.deadline else "")
        if name == "deadline"
        else typed(getattr(offer, name))
        for name in _names()
    }


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_ACTIVE) else text
