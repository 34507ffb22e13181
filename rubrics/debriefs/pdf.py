"""A debrief as a PDF, set by Typst in this process (some 30 ms) with the fonts that it brings.

Text that people typed reaches Typst as data and is placed as strings, so markup in it stays text.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.zones import written, written_span
from rubrics.debriefs.report import report

TEMPLATE = Path(__file__).resolve().parent / "typst" / "debrief.typ"


@cache
def _fonts() -> typst.Fonts:
    # The template names fonts that the wheel brings, so a debrief looks the same wherever it is compiled;
    # the machine's own are only asked for letters that those lack (Chinese, emoji).
    return typst.Fonts()


def make_pdf(content: dict[str, Any], boards: dict[str, str]) -> bytes:
    """Set a revision's content as a tagged PDF.

    Args:
        content: as from `content.assemble`.
        boards: SVG documents by round id.

    Raises:
        typst.TypstError: when Typst can't make a document of it.
    """
    with override(settings.LANGUAGE_CODE):
        data = {
            "report": _printable(report(content), content["zone"]),
            "boards": boards,
            "words": _words(),
            "lang": settings.LANGUAGE_CODE,
        }
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data)},
    )
    pdf = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(pdf, bytes)
    return pdf


def _printable(value: Any, zone: str) -> Any:
    """`value` with its times in words of the candidate's zone, as JSON can hold it."""
    if isinstance(value, dict):
        made = {key: _printable(each, zone) for key, each in value.items()}
        if isinstance(value.get("starts_at"), datetime):
            made["when"] = written_span(value["starts_at"], value["ends_at"], zone)
        return made
    if isinstance(value, list):
        return [_printable(each, zone) for each in value]
    return written(value, zone) if isinstance(value, datetime) else value


def _words() -> dict[str, str]:
    """The fixed words of the print."""
    return {
        "debrief": _("Debrief"),
        "of": _("of"),
        "page": _("Page"),
        "summary": _("Summary"),
        "disagreements": _("Where raters disagree"),
        "apart": _("points apart"),
        "no_evidence": _("No evidence was given."),
        "missing": _("What is missing"),
        "matrix": _("Scores"),
        "criterion": _("Criterion"),
        "score": _("Score"),
        "scale": _("1 to 5"),
        "bears": _("What it can bear"),
        "legend": _(
            "1 to 5: a dot a rater, a diamond what the candidate gave; the bar is how far the truth may lie"
        ),
        "own": _("Self"),
        "own_score": _("self-score"),
        "and_raters": _("and their raters"),
        "higher": _("self-score higher by"),
        "lower": _("self-score lower by"),
        "combined": _("Across rounds"),
        "waived": _("The candidate chose not to score themselves in this round."),
        "flag": _("two points or more apart"),
        "actions": _("What to do next"),
        "minutes": _("minutes"),
        "good": _("Good looks like"),
        "weak": _("Weak"),
        "strong": _("Strong"),
        "rounds": _("Round by round"),
        "with": _("with"),
        "call": _("Overall call"),
        "takeaway": _("Takeaway"),
        "evidence": _("Evidence"),
        "not_observed": _("not observed"),
        "board": _("Whiteboard"),
    }
