"""Whatever stands in a file, reading it ends in a value or in problems with lines."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.content.documents import Document, read_document
from interviews.content.schema import PROMPT
from tests.interviews.content.sample import PROMPT as SAMPLE

VALID = SAMPLE.format(slug="a-prompt", kind="recruiter")


def read(content: bytes) -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a-prompt.yaml"
        path.write_bytes(content)
        return read_document(path, Path(folder), PROMPT)


def is_sound(document: Document, content: bytes) -> bool:
    """Either a JSON-ready value or problems at lines that the file has."""
    if document.problems:
        lines = content.count(b"\n") + content.count(b"\r") + 2
        return all(1 <= problem.line <= lines and problem.reason for problem in document.problems)
    return bool(json.dumps(document.value)) and document.value["steps"][0]["key"] != ""


def test_sample_is_read() -> None:
    assert read(VALID.encode()).problems == []


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert is_sound(read(content), content)


@settings(max_examples=250, deadline=None)
@given(
    start=st.integers(0, len(VALID)),
    gone=st.integers(0, 30),
    put=st.text(alphabet="abk:-{}[]\"'&*!|>#,?\n\t \u2028é0", max_size=12),
)
def test_any_slip_of_the_hand_is_read_or_refused(start: int, gone: int, put: str) -> None:
    content = (VALID[:start] + put + VALID[start + gone :]).encode()
    assert is_sound(read(content), content)
