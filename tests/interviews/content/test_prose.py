"""Texts of content files as HTML."""

from interviews.templatetags.prose import prose


def test_paragraphs_and_lists_become_elements() -> None:
    assert (
        prose("One line.\n\n- a\n- b\n\nLast.") == "<p>One line.</p><ul><li>a</li><li>b</li></ul><p>Last.</p>"
    )


def test_everything_else_is_escaped() -> None:
    assert prose("<b>&\n- <i>") == "<p>&lt;b&gt;&amp;</p><ul><li>&lt;i&gt;</li></ul>"


def test_empty_text_is_nothing() -> None:
    assert prose("") == ""
