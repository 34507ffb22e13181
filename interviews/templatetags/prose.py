"""Texts of content files on a page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from interviews.content.text import blocks

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Paragraphs and lists of a content text as <p> and <ul>, everything else escaped."""
    return SafeString(
        "".join(
            format_html("<p>{}</p>", block.lines[0])
            if block.kind == "paragraph"
            else format_html(
                "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in block.lines))
            )
            for block in blocks(text)
        )
    )
