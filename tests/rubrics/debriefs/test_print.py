"""What is typed reaches page and print as it was typed, in every field; what the data says is on paper."""

import html
import io
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pypdf
import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rubrics.debriefs import glyphs
from rubrics.debriefs.pdf import make_pdf
from rubrics.debriefs.reading import Reading
from rubrics.debriefs.report import report
from tests.rubrics.debriefs import example
from tests.rubrics.debriefs.test_pdf import flat, text_of
from tests.rubrics.debriefs.test_self_score import before

HOSTILE = "<script>alert('1')</script>\" onload=x &amp; {{ x }} #panic() *b* _i_ $x$ @r <l> = h ZZZ"
# What nobody types: kinds, keys, states, times, ids.
OURS = {
    "format", "loop", "zone", "slug", "id", "kind", "kinds", "state", "starts_at", "ends_at", "missing",
    "look_back", "role", "submitted_at", "source", "at", "board", "key", "why", "held_at", "inputs",
    "concept", "call",
}  # fmt: skip


def typed(value: Any, key: str = "") -> Any:
    """A content in which everything that people or content files say is hostile."""
    if key in OURS:
        return value
    if isinstance(value, dict):
        return {each: typed(one, each) for each, one in value.items()}
    if isinstance(value, list):
        return [typed(one, key) for one in value]
    return HOSTILE if isinstance(value, str) and value else value


def page_of(content: dict[str, Any], **reading: Any) -> str:
    reading.setdefault("picture", lambda board: f"/{board}.svg")
    context = {"report": report(content, Reading(**reading)), "role": "coach"}
    return render_to_string("rubrics/debriefs/_report.html", context)


class Seen(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str) and not isinstance(value, SafeString):
        yield value


def across_pages(pdf: bytes) -> str:
    """The text without what stands at the head and foot of each page."""
    running = re.compile(r"Page\d+of\d+|Debrief·CleoMarchettiFintechPM:settlement(?!·)")
    return "".join(
        running.sub("", flat(page.extract_text())) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
    )


def test_hostile_text_in_every_field_of_the_page() -> None:
    content = typed(example.content())
    plain, seen = Seen(page_of(example.content())), Seen(page_of(content, watermark=HOSTILE))
    assert seen.tags <= plain.tags | {"p", "ul", "li"}
    assert seen.attributes <= plain.attributes
    assert "script" not in seen.tags
    assert "style" not in seen.attributes
    expected = sum(each.count(HOSTILE) for each in strings(report(content)) if each != HOSTILE)
    assert seen.text.count(HOSTILE) > max(expected, 100)


def test_hostile_text_in_every_field_of_the_print(caplog: pytest.LogCaptureFixture) -> None:
    content = typed(example.content())
    with caplog.at_level(logging.WARNING):
        pdf = make_pdf(content, example.boards(), Reading(watermark=HOSTILE))
    assert not caplog.records, "it keeps to PDF/UA"
    found = flat(text_of(pdf)).count(flat(HOSTILE))
    assert found > 200
    title = pypdf.PdfReader(io.BytesIO(pdf)).metadata.title  # type: ignore[union-attr]
    assert title == f"Debrief · {HOSTILE}"


def test_all_that_the_report_says_is_on_paper() -> None:
    content = example.content()
    text = across_pages(make_pdf(content, example.boards()))
    said = report(content)
    for part in (
        "summary",
        "disagreements",
        "seen_otherwise",
        "strengths",
        "gaps",
        "matrix",
        "concepts",
        "checks",
    ):
        for each in strings(said[part]):
            if each not in {"settled", "break", "pending", ""}:
                assert flat(each) in text, (part, each)
    for action in said["actions"]:
        for key in ("title", "why", "do", "good_looks_like", "weak", "strong"):
            for line in action[key].split("\n\n"):
                assert flat(line.removeprefix("- ").replace("\n- ", "")) in text.replace("•", ""), line
    for round_ in content["rounds"]:
        assert flat(round_["prompt"]) in text
        for score in (score for row in round_["criteria"] for score in row["scores"]):
            assert flat(score["evidence"]) in text
            assert all(flat(chip["text"]) in text for chip in score["chips"])


def test_what_is_longer_than_a_page_goes_on_over_the_next() -> None:
    content, words = example.content(), [f"w{number}q" for number in range(1200)]
    content["disagreements"][0]["low"]["evidence"] = " ".join(words)
    content["concepts"][0]["places"][0]["text"] = " ".join(words)
    content["checks"][1]["quotes"] = [" ".join(words)]
    content["rounds"][0]["cards"][0]["takeaway"] = " ".join(words)
    text = text_of(make_pdf(content, {}))
    assert all(text.count(word) == 5 for word in words), "evidence comes side by side and in its round"


def test_pages_are_numbered() -> None:
    pages = pypdf.PdfReader(io.BytesIO(make_pdf(example.content(), example.boards()))).pages
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()
    assert len(pages) > 5
    assert all("Debrief · Cleo Marchetti" in page.extract_text() for page in pages[1:])


def test_page_and_print_say_the_same() -> None:
    content = example.content()
    page, text = Seen(page_of(content)).text, flat(text_of(make_pdf(content, {})))
    for each in strings(report(content)):
        for line in filter(None, each.split("\n")):
            if flat(line) in text and len(line) > 24:
                assert flat(html.unescape(line)) in flat(page), line


def test_the_print_is_for_those_who_listen_too(caplog: pytest.LogCaptureFixture) -> None:
    reader = pypdf.PdfReader(io.BytesIO(make_pdf(example.content(), example.boards())))
    assert not caplog.records
    metadata: Any = reader.root_object["/Metadata"].get_object()
    assert b"pdfuaid:part" in metadata.get_data()
    assert str(reader.root_object["/Lang"]) == "en"
    first, *_ = reader.outline
    assert first["/Title"] == "Cleo Marchetti"  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "letters", ["你好", "한국어", "ひらがな", "😀", "👩‍🚀 ❤️ 🇩🇪", "שלום", "مرحبا", "e\u0323\u0301", "→≈▲◇■○▯"]
)
def test_letters_that_the_product_brings_fonts_for(letters: str) -> None:
    assert glyphs.lacking(letters, machine=False) == set()
    content = example.content()
    content["candidate"] = letters
    assert "no shape" not in text_of(make_pdf(content, {}))


def test_letters_without_a_shape_are_told_of() -> None:
    content = example.content()
    content["rounds"][0]["cards"][0]["takeaway"] = "Before \ue123\U00031350 after"
    text = " ".join(text_of(make_pdf(content, {})).split())
    assert "Before ▯▯ after" in text
    assert "2 letters that were typed have no shape in any font at hand" in text


def test_controls_and_line_ends_do_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    content = example.content()
    content["candidate"] = "C\x00l\x07e\x1bo\ud800 \\u0007 \\n"
    content["rounds"][0]["cards"][0]["takeaway"] = "one\r\ntwo\rthree\u2028four"
    text = text_of(make_pdf(content, {}))
    assert "Cleo \\u0007 \\n" in text
    assert "one\ntwo\nthree" in text
    assert not caplog.records


def test_what_was_kept_before_still_prints() -> None:
    first, second = before(), example.content()
    second["format"] = 2
    for key in ("strengths", "gaps", "concepts", "checks", "since", "inputs"):
        del second[key]
    for action in second["actions"]:
        del action["reliable"]
    for content in (first, second):
        text = text_of(make_pdf(content, {}))
        assert "Seen differently" in text
        assert "Four concepts" not in text
        assert "Summary" in page_of(content)
