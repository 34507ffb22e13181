"""The week to draw in: its own tests where Node is, and what it must share with the server."""

import os
import re
import shutil
import subprocess
from datetime import time
from pathlib import Path

import pytest

from common.zones import clock_figures

SCRIPTS = Path(__file__).resolve().parents[3] / "static" / "js"
TIMES = [time(hour, minute) for hour in range(24) for minute in (0, 15, 45)]


def node() -> str:
    found = shutil.which("node")
    if found is None:
        if os.environ.get("MOCKLOOP_REQUIRE"):
            pytest.fail("Node is needed to test the scripts of the pages")
        pytest.skip("Node is not installed")
    return found


def test_the_grids_own_tests_pass() -> None:
    tests = sorted(str(path) for path in (SCRIPTS / "tests").glob("hours-grid*.test.js"))
    assert tests
    done = subprocess.run([node(), "--test", *tests], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-4_000:]


@pytest.mark.parametrize("clock", ["24", "12"])
def test_times_are_written_as_the_server_writes_them(clock: str) -> None:
    minutes = [at.hour * 60 + at.minute for at in TIMES]
    code = (
        f"import {{ figures }} from {str(SCRIPTS / 'hours-grid-view.js')!r};"
        f"console.log({minutes}.map((at) => figures(at, {str(clock == '12').lower()})).join('\\n'));"
    )
    done = subprocess.run(
        [node(), "--input-type=module", "--eval", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == [clock_figures(at, clock) for at in TIMES]


def test_every_sentence_that_the_script_says_is_on_the_page() -> None:
    page = (SCRIPTS.parents[1] / "templates" / "interviews" / "hours" / "_grid.html").read_text()
    text = (SCRIPTS / "hours-grid.js").read_text() + (SCRIPTS / "hours-grid-keys.js").read_text()
    said = set(re.findall(r'tell\("(\w+)"', text)) | {"added", "erased", "kept", "changed"}
    said |= set(re.findall(r'\b[mse]: "(\w+)"', text))
    assert said >= {"selected", "moving", "starting", "ending", "nothing", "left"}
    for name in said:
        assert f"data-{name}=" in page
