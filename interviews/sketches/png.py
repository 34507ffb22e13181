"""A picture of a board as pixels."""

from functools import cache
from typing import Final

import typst

PIXELS_PER_INCH: Final = 144.0
LARGEST: Final = 4_000.0
"""Points of the longer side: a board may be as wide as it likes, a picture may not."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


def as_png(svg: str) -> bytes:
    """An SVG document of the server's own as PNG, twice as fine as a screen of old.

    Raises:
        typst.TypstError: when Typst can't draw it.
    """
    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#let drawn = image(bytes(sys.inputs.svg), format: "svg")\n'
        "#context {\n"
        "  let size = measure(drawn)\n"
        f"  let part = calc.min(1, {LARGEST}pt / calc.max(size.width, size.height))\n"
        "  let width = size.width * part\n"
        '  box(width: width, image(bytes(sys.inputs.svg), format: "svg", width: width))\n'
        "}\n"
    )
    compiler = typst.Compiler(source.encode(), font_paths=_fonts(), sys_inputs={"svg": svg})
    drawn = compiler.compile(format="png", ppi=PIXELS_PER_INCH)
    assert isinstance(drawn, bytes)
    return drawn
