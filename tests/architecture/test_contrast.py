"""Contrast of the token pairs, computed from static/css/tokens.css for both themes (WCAG 2.2 formula)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
TOKENS = {name: (light, dark) for name, light, dark in PAIR.findall((CSS / "tokens.css").read_text())}
THEMES = {"light": 0, "dark": 1}
SURFACES = ("paper", "sheet", "well")

READING = [(ink, surface) for ink in ("ink", "ink-soft") for surface in SURFACES]
TEXT = [
    *[
        (ink, surface)
        for ink in ("ink-faint", "accent", "accent-strong", "pending", "settled", "break")
        for surface in SURFACES
    ],
    *[(state, f"{state}-wash") for state in ("pending", "settled", "break", "accent")],
    *[("ink", f"{state}-wash") for state in ("pending", "settled", "break", "accent")],
    ("accent-strong", "accent-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("paper", "settled"),
    ("paper", "ink"),
]
CONTROLS = [(line, surface) for line in ("outline", "focus", "accent") for surface in SURFACES]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb"."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str, theme: str) -> float:
    """Contrast ratio of two tokens in a theme."""
    light, dark = sorted((luminance(TOKENS[name][THEMES[theme]]) for name in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "surface"), READING)
def test_reading_text_reaches_aaa(ink: str, surface: str, theme: str) -> None:
    assert contrast(ink, surface, theme) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "surface"), TEXT)
def test_text_reaches_aa(ink: str, surface: str, theme: str) -> None:
    assert contrast(ink, surface, theme) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "surface"), CONTROLS)
def test_edges_of_controls_are_seen(line: str, surface: str, theme: str) -> None:
    assert contrast(line, surface, theme) >= 3


@pytest.mark.parametrize("sheet", sorted(CSS.rglob("*.css")), ids=lambda path: str(path.relative_to(CSS)))
def test_only_the_tokens_name_colours(sheet: Path) -> None:
    if sheet.name == "tokens.css":
        return
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=\s*[;,)])|\b(?:rgba?|hsla?|oklch)\(", rules) == []
