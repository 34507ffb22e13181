"""A debrief as a PDF, set by Typst in this process with fonts that the product brings.

Text that people typed reaches Typst as data and is placed as strings, so markup in it stays text. The
document is tagged and meets PDF/UA-1: headings, tables and alternatives are there for readers who listen.
"""

import dataclasses
import json
import logging
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.utils.translation import ngettext, override

from common.zones import written, written_span
from rubrics.charts.svg import Look
from rubrics.debriefs import glyphs
from rubrics.debriefs.print_words import words
from rubrics.debriefs.reading import Reading
from rubrics.debriefs.report import report

log = logging.getLogger(__name__)
FOLDER: Final = Path(__file__).resolve().parent / "typst"
_NO_SHAPE: Final = "▯"
# Control characters: nothing to see, and no font has them.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def make_pdf(content: dict[str, Any], boards: dict[str, str], reading: Reading | None = None) -> bytes:
    """Set a revision's content as a tagged PDF.

    Args:
        content: as from `content.assemble`.
        boards: SVG documents by round id.
        reading: for whom: whether raters are named, the watermark. Nothing in a print is linked.

    Raises:
        typst.TypstError: when Typst can't make a document of it.
    """
    reading = dataclasses.replace(reading or Reading(), look=Look.PRINT, picture=None, openable=())
    with override(settings.LANGUAGE_CODE):
        said = report(content, reading)
        data = {
            "report": _printable(said, content["zone"]) | {"held": _held(said)},
            "boards": boards,
            "words": words(),
            "lang": settings.LANGUAGE_CODE,
            "unprintable": "",
        }
        text = _clean(json.dumps(data, ensure_ascii=False))
        lacking = glyphs.lacking(set(text), machine=False)
        if lacking and (unprintable := glyphs.lacking(lacking, machine=True)):
            data["unprintable"] = _unprintable(len(unprintable))
            text = _clean(json.dumps(data, ensure_ascii=False))
            text = text.translate({ord(each): _NO_SHAPE for each in unprintable})
    return _set(text, machine=bool(lacking))


def _set(text: str, *, machine: bool) -> bytes:
    compiler = typst.Compiler(
        str(FOLDER / "debrief.typ"),
        root=str(FOLDER),
        font_paths=glyphs.fonts(machine=machine),
        sys_inputs={"data": text},
    )
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
    except typst.TypstError as error:
        # What the standard refuses, a rare letter in a rare company, is no reason to go without a print.
        log.warning("a debrief is set without PDF/UA: %s", error)
        pdf = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(pdf, bytes)
    return pdf


def _clean(text: str) -> str:
    """JSON whose strings hold no control characters, and line breaks as "\\n" alone."""
    text = text.replace("\\r\\n", "\\n").replace("\\r", "\\n")
    return _CONTROLS.sub("", re.sub(r"(?<!\\)((?:\\\\)*)\\u00[01][0-9a-f]", r"\1", text))


def _printable(value: Any, zone: str) -> Any:
    """`value` with its times in words of the candidate's zone, as JSON can hold it."""
    if isinstance(value, dict):
        made = {key: _printable(each, zone) for key, each in value.items()}
        if isinstance(value.get("starts_at"), datetime):
            made["when"] = written_span(value["starts_at"], value["ends_at"], zone)
        if isinstance(value.get("held_at"), datetime):
            made["held_at"] = _day(value["held_at"], zone)
        return made
    if isinstance(value, list):
        return [_printable(each, zone) for each in value]
    return written(value, zone) if isinstance(value, datetime) else value


def _held(said: dict[str, Any]) -> str:
    """The days of the rounds in the candidate's zone: "Mon 23 Nov 2026", or the first and the last."""
    starts = sorted(each["starts_at"] for each in said["rounds"])
    if not starts:
        return ""
    first, last = _day(starts[0], said["zone"]), _day(starts[-1], said["zone"])
    return first if first == last else f"{first} – {last}"


def _day(moment: datetime, zone: str) -> str:
    return f"{written(moment, zone, 'day')} {moment:%Y}"


def _unprintable(letters: int) -> str:
    """What to say of letters without a shape."""
    return ngettext(
        "%(count)s letter that was typed has no shape in any font at hand and stands as %(sign)s here. "
        "The debrief's page shows it.",
        "%(count)s letters that were typed have no shape in any font at hand and stand as %(sign)s here. "
        "The debrief's page shows them.",
        letters,
    ) % {"count": letters, "sign": _NO_SHAPE}
