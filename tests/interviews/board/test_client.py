"""What browser and server must agree on, and the browser's own tests where Node is."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from interviews.board import elements, protocol
from interviews.close_codes import CloseCode

CLIENT = Path(__file__).resolve().parents[3] / "static" / "board"


def test_close_codes_are_the_same_on_both_sides() -> None:
    text = (CLIENT / "src" / "socket.js").read_text()
    table = re.search(r"export const CLOSE = \{(.*?)\}", text, re.DOTALL)
    assert table is not None
    found = {name: int(code) for name, code in re.findall(r"(\w+): (\d+)", table[1])}
    assert found == {code.name: code.value for code in CloseCode if code.name in found}
    assert {code.name for code in board_codes()} == set(found)


def board_codes() -> list[CloseCode]:
    """Codes that the board's socket uses."""
    folder = Path(protocol.__file__).parent
    used = {
        name for path in folder.glob("*.py") for name in re.findall(r"CloseCode\.([A-Z_]+)", path.read_text())
    }
    return [CloseCode[name] for name in sorted(used)]


def test_the_browser_stays_within_what_the_server_takes() -> None:
    text = (CLIENT / "src" / "sync.js").read_text()

    def constant(name: str) -> int:
        found = re.search(rf"const {name} = ([\d_]+);", text)
        assert found is not None
        return int(found[1].replace("_", ""))

    assert constant("MAX_ELEMENTS") <= protocol.MAX_ELEMENTS
    assert constant("MAX_CHARACTERS") + elements.MAX_ELEMENT_BYTES < protocol.MAX_FRAME
    kinds = re.search(r"const KINDS = new Set\(\[(.*?)\]\)", text)
    assert kinds is not None
    assert set(re.findall(r'"(\w+)"', kinds[1])) == set(elements.OWN)


def test_the_browsers_own_tests_pass() -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("MOCKLOOP_REQUIRE"):
            pytest.fail("Node is needed to test the board's scripts")
        pytest.skip("Node is not installed")
    tests = sorted(str(path) for path in (CLIENT / "tests").glob("*.test.js"))
    done = subprocess.run([node, "--test", *tests], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-4_000:]


def test_the_bundle_asks_no_other_site_for_anything() -> None:
    built = CLIENT / "dist"
    for path in [*built.rglob("*.js"), *built.rglob("*.css")]:
        text = path.read_text()
        assert not re.search(r"esm\.sh|cloudfunctions|firebaseio\.com|unpkg|jsdelivr", text), path
    for address in re.findall(r'url\("?([^")]+)', (built / "board.css").read_text()):
        assert address.startswith(("data:", "./fonts/", "'data:")), address
        if address.startswith("./fonts/"):
            assert (built / address).exists()
    assert "http" not in (CLIENT / "package-lock.json").read_text()
