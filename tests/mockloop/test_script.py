"""script/server on machines that lack something: one clear line, nothing half done."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.product import ROOT

OLD = """#!/bin/sh
[ "$1" = --version ] && echo "Python 3.9.2" && exit 0
exit 1
"""
WITHOUT_VENV = f"""#!/bin/sh
case "$2" in *ensurepip*) exit 1 ;; esac
exec {sys.executable} "$@"
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A fresh copy of the scripts, and a path with nothing on it but what every Unix has."""
    copy = tmp_path / "mockloop"
    shutil.copytree(ROOT / "script", copy / "script", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", copy / "requirements")
    path = tmp_path / "bin"
    path.mkdir()
    for name in ("sh", "dirname", "head"):
        (path / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def put(machine: Path, name: str, text: str) -> None:
    file = machine / "bin" / name
    file.write_text(text)
    file.chmod(0o755)


def refused(machine: Path, *arguments: str) -> str:
    """The one line that it says."""
    done = subprocess.run(
        [str(machine / "mockloop" / "script" / "server"), *arguments],
        env={"PATH": str(machine / "bin"), "HOME": str(machine)},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert not (machine / "mockloop" / ".venv").exists()
    [line] = done.stderr.splitlines()
    return line


def test_no_python(machine: Path) -> None:
    assert "Python 3.11 or newer is needed and none was found" in refused(machine)


def test_a_python_that_is_too_old(machine: Path) -> None:
    put(machine, "python3", OLD)
    assert refused(machine) == "mockloop: Python 3.11 or newer is needed; python3 here is Python 3.9.2."


def test_a_python_without_its_venv_module(machine: Path) -> None:
    put(machine, "python3", WITHOUT_VENV)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"apt install python{version}-venv" in refused(machine)


def test_a_taken_port_is_said_before_anything_is_installed(machine: Path) -> None:
    (machine / "bin" / "python3").symlink_to(sys.executable)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"can't listen on 127.0.0.1, port {port}" in refused(machine, "--port", str(port))


def test_a_folder_that_can_not_be_written_to_is_said_before_anything_is_installed(machine: Path) -> None:
    (machine / "bin" / "python3").symlink_to(sys.executable)
    (machine / "mockloop" / "var").touch()
    assert f"can't write to {machine / 'mockloop' / 'var'}" in refused(machine, "--port", "0")
