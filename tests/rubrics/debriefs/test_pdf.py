"""The PDF says what the data says, as it was typed."""

import io
from typing import Any

import pypdf
import pytest

from rubrics.debriefs.content import compile_round
from rubrics.debriefs.pdf import make_pdf
from tests.rubrics.debriefs.test_content import make_round, whole

HOSTILE = [
    '#let x = sys.inputs; #panic("no") #read("/etc/passwd") #image("x")',
    "*bold* _emphasis_ `code` $x^2$ @reference <label> [content] -- ... ~ \\ // no comment /* neither */",
    '<script>alert("1")</script> &amp; {{ x }} {% y %}',
    "= Heading\n- item\n+ numbered",
    "שלום",
    "Straße, Łódź, Ελλάδα, Москва",
]


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def flat(text: str) -> str:
    return "".join(text.split())


def pdf_of(typed: str, boards: dict[str, str] | None = None, **fields: Any) -> bytes:
    round_ = compile_round(make_round((2,), (8,), **fields))
    for score in round_["criteria"][0]["scores"]:
        score["evidence"] = typed
    for card in round_["cards"]:
        card["takeaway"] = card["rater"] = typed
    return make_pdf(whole(round_), boards or {})


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_comes_out_as_typed(typed: str) -> None:
    assert flat(typed) in flat(text_of(pdf_of(typed)))


def test_a_word_longer_than_a_line_stays_on_the_page() -> None:
    pdf = pdf_of("w" * 300)
    assert "w" * 300 in flat(text_of(pdf))
    rights = []
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: rights.append(tm[4]) if "w" in text else None
    )
    assert max(rights) < float(page.mediabox.width)


@pytest.mark.parametrize(
    "typed", ["😀 👩‍🚀 你好 مرحبا", "\u202eright to left\u202c", "e\u0301\u0323" * 50, "\x07bell", ""]
)
def test_letters_of_any_kind_make_a_pdf(typed: str) -> None:
    assert pdf_of(typed).startswith(b"%PDF")


def test_what_is_on_it() -> None:
    text = text_of(pdf_of("Said so."))
    for wanted in (
        "Cleo",
        "Settlement system design",
        "Seen differently",
        "3 points apart",
        "two points or more apart",
        "Mon 23 Nov, 10:00–10:45 (UTC)",
        "Page 1 of",
    ):
        assert wanted in text


def test_a_board_is_in_it_as_text_that_can_be_found() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40"><text y="20">LEDGERBOX</text></svg>'
    drawn = {"board": {"id": "b", "last_seq": 4}}
    assert "LEDGERBOX" in text_of(pdf_of("Said.", {"r": svg}, **drawn))


def test_the_same_content_makes_the_same_file() -> None:
    assert pdf_of("Said so.") == pdf_of("Said so.")


def test_it_is_tagged_and_titled() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of("Said so.")))
    assert reader.metadata is not None
    assert reader.metadata.title == "Debrief · Cleo"
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(reader.root_object["/Lang"]) == "en"
