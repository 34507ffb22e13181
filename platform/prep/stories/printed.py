"""The story sheet as a sheet to print."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from prep.models import Claim


def labels() -> dict[str, str]:
    """The texts of a story by field, in the order of the file."""
    return {
        "project": _("AI project"),
        "problem": _("Settlement problem"),
        "impact": _("Measurable product impact"),
        "solution": _("Solution"),
        "context": _("Context"),
        "action": _("Action"),
        "result": _("Result"),
        "consequence": _("Product consequence"),
    }


def sheet(rows: Sequence[dict[str, str]], claims: Sequence[Claim], name: str) -> dict[str, Any]:
    """Every story and claim as `prep.printing` prints them."""
    said = labels()
    sections: list[dict[str, Any]] = [
        {
            "title": f"{number}. {' '.join(row['project'].split())[:80] or _('Story')}",
            "fields": [[said[key], row[key]] for key in said if row[key]],
        }
        for number, row in enumerate(rows, start=1)
    ]
    if claims:
        sections.append(
            {
                "title": _("Promotion-packet claims"),
                "columns": [_("Claim of the packet"), _("Settlement consequence")],
                "rows": [[each.claim, each.consequence] for each in claims],
            }
        )
    return {"kind": _("Story sheet"), "title": name, "sections": sections}
