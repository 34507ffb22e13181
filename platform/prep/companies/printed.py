"""Companies and questions as rows and as sheets to print."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from prep.models import Company, Question

COMPANY_COLUMNS = ("company", "link", "settles", "architecture", "launches", "people", "notes")
QUESTION_COLUMNS = ("question", "listen_for", "company", "answer")


def company_cells(companies: Sequence[Company]) -> list[dict[str, str]]:
    """Each company by `COMPANY_COLUMNS`."""
    return [
        {
            "company": each.name,
            "link": each.link,
            "settles": str(each.get_settles_display()) if each.settles else "",
            "architecture": each.architecture,
            "launches": each.launches,
            "people": each.people,
            "notes": each.notes,
        }
        for each in companies
    ]


def company_sheet(rows: Sequence[dict[str, str]], name: str) -> dict[str, Any]:
    """The companies as `prep.printing` prints them."""
    labels = {
        "settles": _("Money moves"),
        "architecture": _("Settlement architecture"),
        "launches": _("Launches"),
        "people": _("People"),
        "notes": _("Notes"),
        "link": _("Link"),
    }
    sections = [
        {
            "title": row["company"],
            "fields": [[label, row[key]] for key, label in labels.items() if row[key]],
        }
        for row in rows
    ]
    return {"kind": _("Target companies"), "title": name, "sections": sections}


def question_cells(questions: Sequence[Question]) -> list[dict[str, str]]:
    """Each question by `QUESTION_COLUMNS`."""
    return [
        {
            "question": each.text,
            "listen_for": each.why,
            "company": each.company.name if each.company else "",
            "answer": each.answer,
        }
        for each in questions
    ]


def question_sheet(rows: Sequence[dict[str, str]], name: str) -> dict[str, Any]:
    """The questions as `prep.printing` prints them, with room for the answer."""
    sections = [
        {
            "title": f"{number}. {row['question']}",
            "fields": [
                [label, row[key]]
                for key, label in (
                    ("company", _("For")),
                    ("listen_for", _("Listen for")),
                    ("answer", _("What they said")),
                )
                if row[key]
            ],
        }
        for number, row in enumerate(rows, start=1)
    ]
    return {"kind": _("Questions for the hiring manager"), "title": name, "sections": sections}
