"""What every template keeps to: nothing inline, words that can be translated, icons that exist."""

import re
from pathlib import Path

import pytest

from common.templatetags.mockloop import SHAPES

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Names stay as they are in every language; the last ones are sample data of the design page.
NAMES = {
    "PDF",
    "CSV",
    "JSON",
    "Mockloop",
    "Amara",
    "Okafor",
    "Europe",
    "Berlin",
    "Asia",
    "Tokyo",
    "Ines",
    "Kenji",
}
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "icons.svg").read_text()))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_no_inline_style_or_script(template: Path) -> None:
    source = template.read_text()
    assert (
        re.findall(
            r"\sstyle\s*=|\son\w+\s*=\s*[\"']|hx-on|<style|<script(?![^>]*\ssrc=)(?![^>]*json)", source
        )
        == []
    )


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_icons_are_in_the_sprite(template: Path) -> None:
    assert set(re.findall(r"{% icon [\"']([\w-]+)[\"'] %}", template.read_text())) - ICONS == set()


def test_shapes_of_badges_are_in_the_sprite() -> None:
    assert set(SHAPES.values()) - ICONS == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_words_are_marked_for_translation(template: Path) -> None:
    source = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", " ", template.read_text(), flags=re.S)
    source = re.sub(r"{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}", " ", source, flags=re.S)
    source = re.sub(r"{%\s*block content_class\s*%}.*?{%\s*endblock\s*%}", " ", source)
    source = re.sub(r"{%.*?%}|{{.*?}}", " ", source, flags=re.S)
    text = re.sub(r"<(code|kbd|script|style)\b.*?</\1>|<[^>]*>", " ", source, flags=re.S)
    words = re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;", " ", text))
    assert [word for word in words if word not in NAMES] == []
