"""Settings that other processes and other machines rely on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.product import ROOT

SHOW = "from mockloop import settings; print(settings.SECRET_KEY)"


def start(**variables: str) -> subprocess.Popen[str]:
    """A process that prints the key it was given or made."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "ALLOWED_HOSTS")
    }
    return subprocess.Popen(
        [sys.executable, "-c", SHOW],
        env={**environment, "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("key", ["$tarts-with-a-dollar", "#&*(!$HOME", " spaces "])
def test_a_key_is_taken_as_it_is(tmp_path: Path, key: str) -> None:
    said, _ = start(SECRET_KEY=key, MOCKLOOP_VAR=str(tmp_path)).communicate(timeout=30)
    assert said == f"{key}\n"


def test_processes_that_start_at_once_make_one_key(tmp_path: Path) -> None:
    processes = [start(MOCKLOOP_VAR=str(tmp_path / "var")) for _ in range(4)]
    keys = {process.communicate(timeout=30)[0] for process in processes}
    assert len(keys) == 1
    assert len(keys.pop()) > 40
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o077 == 0


def test_production_without_a_key_does_not_start(tmp_path: Path) -> None:
    process = start(ALLOWED_HOSTS="mockloop.example", MOCKLOOP_VAR=str(tmp_path))
    _, complaint = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "SECRET_KEY must be set" in complaint
