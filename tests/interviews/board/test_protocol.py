import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews.board import protocol
from interviews.board.elements import MAX_POINTS, MAX_TEXT, MAX_VERSION, ElementError, clean
from interviews.board.protocol import Cursor, Fetch, FrameError, Hello, Put, Refusal, chunks, parse, patch
from tests.interviews.board.make import element


def put(*elements: Any, n: int = 7) -> str:
    return json.dumps({"t": "put", "n": n, "elements": list(elements)})


@pytest.mark.parametrize(
    "kind", ["rectangle", "diamond", "ellipse", "text", "line", "arrow", "freedraw", "frame"]
)
def test_every_kind_of_element_passes_unchanged(kind: str) -> None:
    sent = element(kind)
    message = parse(put(sent))
    assert isinstance(message, Put)
    assert message.number == 7
    assert message.elements == [sent]
    assert [json.loads(text) for text in message.texts] == [sent]


def test_the_other_frames() -> None:
    assert parse('{"t":"hello","v":1,"since":0}') == Hello(0)
    assert parse('{"t":"hello","v":1,"since":12.0}') == Hello(12)
    assert parse('{"t":"fetch","since":5}') == Fetch(5)
    assert parse('{"t":"cursor","x":1.239,"y":2}') == Cursor(
        {"x": 1.24, "y": 2.0, "tool": "pointer", "button": "up", "selected": []}
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("\x00", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"t":' * 50_000, "not_json"),
        ('{"t":"fetch","since":NaN}', "not_json"),
        ('{"t":"fetch","since":Infinity}', "not_json"),
        ('{"t":"fetch","since":' + "9" * 5_000 + "}", "not_json"),
        ("[]", "not_object"),
        ("null", "not_object"),
        ('"put"', "not_object"),
        ("{}", "unknown"),
        ('{"t":"drop"}', "unknown"),
        ('{"t":["put"]}', "unknown"),
        ('{"t":{"put":1}}', "unknown"),
        ('{"t":"hello","v":2,"since":0}', "bad_hello"),
        ('{"t":"hello","v":1}', "bad_hello"),
        ('{"t":"hello","v":1,"since":0,"as":"somebody"}', "bad_hello"),
        ('{"t":"fetch","since":-1}', "bad_fetch"),
        ('{"t":"fetch","since":1e999}', "bad_fetch"),
        ('{"t":"fetch","since":' + "9" * 400 + "}", "bad_fetch"),
        ('{"t":"fetch","since":true}', "bad_fetch"),
        ('{"t":"fetch","since":"1"}', "bad_fetch"),
        ('{"t":"put","n":1,"elements":{}}', "bad_put"),
        ('{"t":"put","n":1,"elements":[]}', "bad_put"),
        ('{"t":"put","n":-1,"elements":[{}]}', "bad_put"),
        ('{"t":"put","n":1,"elements":[{}],"author":5}', "bad_put"),
        ('{"t":"put","n":1,"elements":[{}],"board":"another"}', "bad_put"),
        ('{"t":"put","n":1,"elements":[' + ",".join(["{}"] * 501) + "]}", "bad_put"),
        ('{"t":"cursor","x":1}', "bad_cursor"),
        ('{"t":"cursor","x":1,"y":"2"}', "bad_cursor"),
        ('{"t":"cursor","x":1,"y":1e300}', "bad_cursor"),
        ('{"t":"cursor","x":1,"y":2,"name":"The interviewer"}', "bad_cursor"),
        ('{"t":"cursor","x":1,"y":2,"tool":["pointer"]}', "bad_cursor"),
        ('{"t":"cursor","x":1,"y":2,"selected":["<b>"]}', "bad_cursor"),
        ('{"t":"cursor","x":1,"y":2,"selected":"all"}', "bad_cursor"),
        ("x" * (protocol.MAX_FRAME + 1), "too_big"),
    ],
)
def test_a_frame_that_no_client_of_ours_sends_is_an_error_with_a_name(text: str, code: str) -> None:
    with pytest.raises(FrameError) as caught:
        parse(text)
    assert caught.value.code == code


HOSTILE: list[tuple[str, Any]] = [
    ("id", ""),
    ("id", "a" * 65),
    ("id", "../x"),
    ("id", 5),
    ("x", "1"),
    ("x", None),
    ("x", True),
    ("x", 1e8),
    ("x", 10**400),
    ("y", [1]),
    ("width", {"a": 1}),
    ("angle", 1e6),
    ("strokeColor", 'red" onload="x'),
    ("strokeColor", "url(javascript:x);<"),
    ("backgroundColor", 5),
    ("fillStyle", "glitter"),
    ("fillStyle", ["solid"]),
    ("strokeStyle", "wavy"),
    ("strokeWidth", -1),
    ("opacity", 101),
    ("groupIds", "abc"),
    ("groupIds", [["a"]]),
    ("groupIds", ["a"] * 51),
    ("frameId", "<script>"),
    ("index", "a b"),
    ("index", 5),
    ("roundness", {"type": 9}),
    ("roundness", {"type": 3, "extra": 1}),
    ("version", 0),
    ("version", -5),
    ("version", 1.5),
    ("version", MAX_VERSION + 1),
    ("version", "2"),
    ("versionNonce", -1),
    ("versionNonce", 2**60),
    ("isDeleted", 0),
    ("isDeleted", "false"),
    ("boundElements", [{"id": "a", "type": "image"}]),
    ("boundElements", [{"id": "a", "type": "arrow", "note": "x" * 1000}]),
    ("boundElements", {"id": "a"}),
    ("link", "javascript:alert(1)"),
    ("link", " JAVASCRIPT:alert(1)"),
    ("link", "data:text/html,x"),
    ("link", "file:///etc/passwd"),
    ("link", 'https://a"onclick="x'),
    ("link", "https://" + "a" * 3_000),
    ("link", {}),
    ("locked", "yes"),
    ("customData", []),
    ("customData", {"a": "x" * 5_000}),
    ("customData", {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}),
    ("customData", {"a": "\x00"}),
    ("customData", {"\ud800": 1}),
]


@pytest.mark.parametrize(("field", "value"), HOSTILE)
def test_a_bad_field_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises(ElementError) as caught:
        clean(element(**{field: value}))
    assert (caught.value.code, caught.value.field) == ("bad_field", field)


HOSTILE_OWN: list[tuple[str, str, Any]] = [
    ("text", "text", "x" * (MAX_TEXT + 1)),
    ("text", "text", "nul \x00"),
    ("text", "text", "half a pair \ud83d"),
    ("text", "text", None),
    ("text", "fontSize", 0),
    ("text", "fontFamily", "Arial"),
    ("text", "textAlign", "justify"),
    ("text", "containerId", 7),
    ("text", "lineHeight", -1),
    ("arrow", "points", []),
    ("arrow", "points", [[0, 0], [1]]),
    ("arrow", "points", [[0, 0], [1, "2"]]),
    ("arrow", "points", [[0, 0], [1, 2, 3]]),
    ("arrow", "points", [[0, 0], None]),
    ("arrow", "points", "0,0"),
    ("arrow", "startBinding", {"elementId": "a", "focus": "x", "gap": 1}),
    ("arrow", "endBinding", {"elementId": "a", "focus": 0, "gap": 1, "fixedPoint": [1]}),
    ("arrow", "endArrowhead", "harpoon"),
    ("arrow", "fixedSegments", [{"start": [0, 0], "end": [1, 1], "index": -1}]),
    ("freedraw", "points", [[0, 0]] * (MAX_POINTS + 1)),
    ("freedraw", "pressures", [None]),
    ("freedraw", "simulatePressure", 1),
    ("frame", "name", "x" * 201),
]


@pytest.mark.parametrize(("kind", "field", "value"), HOSTILE_OWN)
def test_a_bad_field_of_a_kind_is_refused_by_name(kind: str, field: str, value: Any) -> None:
    with pytest.raises(ElementError) as caught:
        clean(element(kind, **{field: value}))
    assert (caught.value.code, caught.value.field) == ("bad_field", field)


@pytest.mark.parametrize(
    "value", [None, 5, "rectangle", [], {}, {"type": "iframe"}, {"type": "embeddable"}, {"type": ["text"]}]
)
def test_what_is_no_element_is_refused(value: Any) -> None:
    with pytest.raises(ElementError) as caught:
        clean(value)
    assert caught.value.code == "bad_element"


@pytest.mark.parametrize(
    "field", ["id", "x", "angle", "seed", "version", "versionNonce", "isDeleted", "link"]
)
def test_a_missing_field_is_refused_by_name(field: str) -> None:
    sent = element()
    del sent[field]
    with pytest.raises(ElementError) as caught:
        clean(sent)
    assert caught.value.field == field


def test_unknown_fields_and_forged_authors_are_not_kept() -> None:
    kept = clean(element(author=1, by="The interviewer", seq=5, __proto__={"x": 1}))
    assert kept == {key: value for key, value in kept.items() if key in element()}
    assert "author" not in kept


def test_one_bad_element_refuses_the_whole_put_and_names_it() -> None:
    bad = element(x="far")
    with pytest.raises(Refusal) as caught:
        parse(put(element(), bad, n=3))
    assert (caught.value.message, caught.value.element, caught.value.field) == (3, bad["id"], "x")


def test_versions_come_back_whole_however_they_were_written() -> None:
    kept = clean(element(version=3.0, versionNonce=5.0))
    assert (repr(kept["version"]), repr(kept["versionNonce"])) == ("3", "5")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers(-(10**30), 10**30)
    | st.text(max_size=5)
    | st.sampled_from(["put", "hello", "cursor", "rectangle", "text", "arrow"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


# Other work on the machine must not fail the test.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(st.dictionaries(st.sampled_from(["t", "n", "v", "since", "elements", "x", "y", "tool"]), json_values))
def test_whatever_is_sent_is_a_message_or_a_named_error(value: dict) -> None:
    # Anything but the two named errors fails the test.
    with suppress(FrameError, Refusal):
        parse(json.dumps(value))


@patient
@given(st.sampled_from(sorted(element("arrow") | element("text"))), json_values)
def test_whatever_a_field_holds_the_element_can_be_stored_or_is_refused(field: str, value: Any) -> None:
    for kind in ("arrow", "text"):
        with suppress(ElementError):
            protocol.compact(clean(element(kind, **{field: value}))).encode()


def test_answers_are_split_into_bearable_frames_without_losing_order() -> None:
    rows = [(seq, json.dumps("x" * 100_000)) for seq in (3, 4, 9, 12, 13, 20)]
    cut = chunks(rows)
    assert [last for last, _ in cut] == [9, 20]
    assert [text for _, texts in cut for text in texts] == [text for _, text in rows]
    assert chunks([]) == []


def test_a_patch_carries_its_elements_as_they_are() -> None:
    sent = element()
    assert json.loads(patch(4, 5, [json.dumps(sent), "{}"])) == {
        "t": "patch",
        "from": 4,
        "seq": 5,
        "elements": [sent, {}],
    }
