"""Printing what is in the workspace: a sheet of sections as a PDF by Typst.

A sheet is {kind, title, sections}; a section is {title} with `text` (a list of paragraphs), `fields` (a list
of [label, text]) or `columns` and `rows` (lists of text), in this order where it has several. Everything in
it is text that people typed or words made before, and is placed as a string, never as markup.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

TEMPLATE = Path(__file__).resolve().parent / "typst" / "sheet.typ"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


def make_pdf(sheet: dict[str, Any]) -> bytes:
    """Set a sheet as a tagged PDF.

    Raises:
        typst.TypstError: when Typst can't make a document of it.
    """
    data = {
        "sheet": sheet,
        "lang": settings.LANGUAGE_CODE,
        "words": {"page": _("Page"), "of": _("of"), "nothing": _("Nothing here yet.")},
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


def pdf_response(sheet: dict[str, Any], name: str) -> HttpResponse:
    """A sheet as an answer: private, shown in the browser, called `name` with the day."""
    response = HttpResponse(make_pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{timezone.localdate():%Y-%m-%d}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
