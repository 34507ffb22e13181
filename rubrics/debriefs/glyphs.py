"""Which letters a print's fonts can show. Typst itself is asked, because nothing else knows its fonts.

PDF/UA forbids letters without a shape, so a document of one letter that Typst refuses is one that its fonts
lack. Such a trial takes about a millisecond; what was found is kept for the life of the process.
"""

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import typst

FONTS: Final = Path(__file__).resolve().parent / "typst" / "fonts"
# Latin with its accents, which the wheel's fonts have; not asked for each time.
_KNOWN: Final = 0x0250
_TRIAL: Final = b"""
#set document(title: "Letters")
#set text(font: json(bytes(sys.inputs.fonts)))
= Letters
#sys.inputs.letters
"""
# As the template names them: first those that come with Typst, then those that lie beside the template.
FAMILIES: Final = (
    "Libertinus Serif",
    "New Computer Modern",
    "DejaVu Sans Mono",
    "Droid Sans Fallback",
    "Noto Emoji",
)
_found: dict[bool, dict[str, bool]] = {False: {}, True: {}}
_fonts: dict[bool, typst.Fonts] = {}


def fonts(*, machine: bool) -> typst.Fonts:
    """Fonts that the product brings, and with `machine` behind them those of the machine."""
    if machine not in _fonts:
        _fonts[machine] = typst.Fonts(include_system_fonts=machine, font_paths=[str(FONTS)])
    return _fonts[machine]


def lacking(letters: Iterable[str], *, machine: bool) -> set[str]:
    """Those letters that have no shape in the product's fonts, or with `machine` in any at hand.

    Args:
        letters: single characters; white space and what joins or directs letters has no shape to lack.
        machine: whether the machine's own fonts are asked too.
    """
    known = _found[machine]
    asked = {each for each in letters if ord(each) >= _KNOWN and not each.isspace()}
    # What a font shows for these is its own invention, hardly what was typed.
    known.update({each: True for each in asked if unicodedata.category(each) == "Co"})
    if unknown := sorted(asked - known.keys()):
        missing = set(_trial(unknown, fonts(machine=machine)))
        known.update({each: each in missing for each in unknown})
    return {each for each in asked if known[each]}


def _trial(letters: list[str], given: typst.Fonts) -> list[str]:
    """The letters of a list that can't be shown, by halving it until each is found."""
    if _shown(letters, given):
        return []
    if len(letters) == 1:
        return letters
    middle = len(letters) // 2
    return _trial(letters[:middle], given) + _trial(letters[middle:], given)


def _shown(letters: list[str], given: typst.Fonts) -> bool:
    families = "[" + ", ".join(f'"{each}"' for each in FAMILIES) + "]"
    inputs = {"letters": "\n".join(letters), "fonts": families}
    try:
        typst.Compiler(_TRIAL, font_paths=given, sys_inputs=inputs).compile(
            format="pdf", pdf_standards=["ua-1"], timestamp=0
        )
    except typst.TypstError:
        return False
    return True
