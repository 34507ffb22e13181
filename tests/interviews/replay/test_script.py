"""The player's own tests, where Node is."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[3] / "static" / "js" / "tests" / "replay.test.js"


def test_the_players_own_tests_pass() -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("MOCKLOOP_REQUIRE"):
            pytest.fail("Node is needed to test the scripts of the pages")
        pytest.skip("Node is not installed")
    done = subprocess.run([node, "--test", str(TESTS)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-4_000:]
