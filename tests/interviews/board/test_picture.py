import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.board.picture import bounds, picture
from tests.interviews.board.make import element

NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(*elements: dict[str, Any]) -> ET.Element:
    return ET.fromstring(picture(elements, title="Board", empty="Nothing"))


def tags(root: ET.Element) -> list[str]:
    return [one.tag.removeprefix(NAMESPACE) for one in root.iter()]


def test_an_empty_board_says_so_and_deleted_elements_do_not_count() -> None:
    for scene in ([], [element(isDeleted=True)]):
        root = drawn(*scene)
        assert "".join(root.itertext()) == "BoardNothing"
        assert root.get("width") == "480"


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("rectangle", "rect"),
        ("ellipse", "ellipse"),
        ("diamond", "path"),
        ("line", "path"),
        ("arrow", "path"),
        ("freedraw", "path"),
        ("text", "text"),
        ("frame", "rect"),
    ],
)
def test_every_kind_is_drawn(kind: str, tag: str) -> None:
    groups = drawn(element(kind)).findall(f"{NAMESPACE}g")
    assert len(groups) == 1
    assert groups[0].find(f"{NAMESPACE}{tag}") is not None


def test_everything_lies_within_the_picture_with_a_margin() -> None:
    root = drawn(
        element(x=-100, y=-50, width=200, height=100, strokeWidth=2), element("text", x=900, width=60)
    )
    left, top, width, height = map(float, root.get("viewBox", "").split())
    assert (left, top) == (-126, -76)
    assert left + width == 900 + 60 + 24
    assert (root.get("width"), root.get("height")) == (f"{width:g}", f"{height:g}")


def test_a_turned_element_is_measured_and_drawn_turned() -> None:
    upright = element(x=0, y=0, width=100, height=10, strokeWidth=0)
    left, top, right, bottom = bounds([upright | {"angle": 1.5707963267948966}])
    assert [round(one) for one in (left, top, right, bottom)] == [45, -45, 55, 55]
    group = drawn(upright | {"angle": 1.5707963267948966}).find(f"{NAMESPACE}g")
    assert group is not None
    assert group.get("transform") == "rotate(90 50 5)"


def test_negative_sizes_and_points_left_of_the_start() -> None:
    assert bounds([element(x=100, y=100, width=-50, height=-20, strokeWidth=0)]) == (50, 80, 100, 100)
    line = element("line", x=10, y=10, points=[[0, 0], [-30, 5]], strokeWidth=0)
    assert bounds([line]) == (-20, 10, 10, 15)


def test_strokes_fills_and_opacity() -> None:
    root = drawn(element(strokeStyle="dashed", strokeColor="#ff0000", opacity=40, backgroundColor="#aabbcc"))
    group = root.find(f"{NAMESPACE}g")
    assert group is not None
    assert group.get("opacity") == "0.4"
    rect = group[0]
    assert (rect.get("stroke"), rect.get("fill")) == ("#ff0000", "#aabbcc")
    assert rect.get("stroke-dasharray") == "8 10"
    dotted = drawn(element(strokeStyle="dotted"))[2][0]
    assert dotted.get("stroke-dasharray") == "1.5 8"
    assert dotted.get("fill") == "none"


@pytest.mark.parametrize("style", ["hachure", "cross-hatch", "dots", "zigzag"])
def test_a_hatching_is_defined_once_and_used(style: str) -> None:
    hatched = element(fillStyle=style, backgroundColor="#a5d8ff")
    root = drawn(hatched, hatched | {"id": "other"})
    patterns = root.findall(f".//{NAMESPACE}pattern")
    assert [one.get("id") for one in patterns] == ["hatch-0"]
    assert [group[0].get("fill") for group in root.findall(f"{NAMESPACE}g")] == ["url(#hatch-0)"] * 2


@pytest.mark.parametrize(
    "head",
    [
        "arrow",
        "bar",
        "dot",
        "circle_outline",
        "triangle",
        "triangle_outline",
        "diamond",
        "diamond_outline",
        "crowfoot_one",
        "crowfoot_many",
        "crowfoot_one_or_many",
    ],
)
def test_every_arrowhead_adds_something_at_its_end(head: str) -> None:
    bare = drawn(element("arrow", endArrowhead=None))
    both = drawn(element("arrow", startArrowhead=head, endArrowhead=head))
    assert len(tags(both)) == len(tags(bare)) + 2


def test_a_filled_loop_is_filled_and_an_open_line_is_not() -> None:
    loop = element("line", points=[[0, 0], [50, 0], [50, 50], [0, 0]], backgroundColor="#aabbcc")
    assert drawn(loop)[2][0].get("fill") == "#aabbcc"
    assert drawn(loop | {"points": [[0, 0], [50, 0], [50, 50]]})[2][0].get("fill") == "none"


def test_lines_of_text_are_placed_by_their_alignment_and_fit_their_box() -> None:
    words = element("text", text="first\n\nthird line", x=100, y=0, width=90, fontSize=20, textAlign="center")
    written = drawn(words).find(f".//{NAMESPACE}text")
    assert written is not None
    assert written.get("text-anchor") == "middle"
    assert [(one.text, one.get("x")) for one in written] == [("first", "145"), ("third line", "145")]
    assert float(written.get("font-size", "0")) < 20
    typed = drawn(words | {"fontFamily": 3}).find(f".//{NAMESPACE}text")
    assert typed is not None
    assert typed.get("font-family", "").endswith("monospace")


def test_what_people_write_stays_text() -> None:
    evil = '</text><script>alert("1")</script><!-- & \x0b'
    svg = picture(
        [element("text", text=evil), element("frame", name=evil), element(link="https://example.org")],
        title=evil,
        empty=evil,
    )
    root = ET.fromstring(svg)
    assert set(tags(root)) <= {"svg", "title", "rect", "g", "text", "tspan"}
    assert "script>" in "".join(root.itertext())
    assert not re.search(r"<(script|image|use|a|foreignObject)\b|href|example\.org", svg)


@settings(deadline=None)
@given(
    st.sampled_from(["rectangle", "diamond", "ellipse", "text", "line", "arrow", "freedraw", "frame"]),
    st.floats(-1e7, 1e7),
    st.floats(-1e7, 1e7),
    st.floats(-100, 100),
    st.text(max_size=20),
    st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=5),
)
def test_any_acceptable_element_gives_a_well_formed_picture(
    kind: str, x: float, width: float, angle: float, text: str, points: list[tuple[float, float]]
) -> None:
    one = element(kind, x=x, width=width, angle=angle, roundness={"type": 2})
    if "points" in one:
        one["points"] = [list(point) for point in points]
    if kind == "text":
        one["text"] = text
    svg = picture([one], title="t", empty="e")
    ET.fromstring(svg)
    assert "nan" not in svg
    assert not re.search(r'="[^"#]*\de[+-]?\d', svg)


def test_typst_sets_it_into_a_pdf(tmp_path: Path) -> None:
    scene = [
        element("text", text="Ledger — 台帳", backgroundColor="#aabbcc"),
        element("arrow", fillStyle="cross-hatch"),
        element(fillStyle="hachure", backgroundColor="#ffc9c9", y=200),
    ]
    (tmp_path / "board.svg").write_text(picture(scene, title="Board", empty=""))
    (tmp_path / "page.typ").write_text('#image("board.svg")')
    assert typst.compile(tmp_path / "page.typ").startswith(b"%PDF")
