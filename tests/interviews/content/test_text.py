"""Plain text with paragraphs and lists."""

from hypothesis import given
from hypothesis import strategies as st

from interviews.content.text import Block, blocks, tidy

TEXT = """
A paragraph that its author
wrapped.
- first item
  with more
- second item

After the list.
"""


def test_blocks_join_wrapped_lines() -> None:
    assert blocks(TEXT) == [
        Block("paragraph", ("A paragraph that its author wrapped.",)),
        Block("list", ("first item with more", "second item")),
        Block("paragraph", ("After the list.",)),
    ]


def test_tidy_gives_one_line_for_each_paragraph_and_item() -> None:
    assert tidy(TEXT) == (
        "A paragraph that its author wrapped.\n\n- first item with more\n- second item\n\nAfter the list."
    )


def test_empty_text_has_no_blocks() -> None:
    assert blocks(" \n\n") == []
    assert tidy(" \n\n") == ""


@given(st.text(alphabet="ab -\n", max_size=40))
def test_tidy_twice_is_tidy_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(max_size=60))
def test_tidy_keeps_every_word(text: str) -> None:
    assert tidy(text).replace("- ", "").split() == [
        word for line in text.splitlines() for word in " ".join(line.split()).replace("- ", "").split()
    ]
