"""The virtual environment in .venv: made when missing, brought in step with the lock when that changed.

Runs on any Python ≥ 3.11 with its standard library alone.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "mockloop-installed"
LOCKS = ROOT / "requirements"


class Refusal(Exception):
    """It can't go on; the message is one line for the person who typed the command."""


def variables() -> dict[str, str]:
    """This process's environment with the import path of Mockloop and without traces of other Pythons."""
    found = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "VIRTUAL_ENV")}
    if not found.get("HOME"):
        found.pop("HOME", None)
    found["PYTHONPATH"] = f"{ROOT / 'platform'}:{ROOT}"
    return found


def check_writable(folder: Path) -> None:
    """Raise Refusal unless files can be made in `folder`, which is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refusal(f"can't write to {folder} ({os.strerror(error.errno or 0)}).") from None


def prepare(which: str) -> None:
    """Make `.venv` hold what requirements/`which`.txt pins ("runtime" or "dev"); instant when it does.

    Raises:
        Refusal: when the folder can't be written to or the packages can't be had.
    """
    if _wanted(which) in _installed():
        return
    check_writable(ROOT)
    with _alone():
        if _wanted(which) in _installed():
            return
        if not _works():
            _say("Making .venv …")
            _make()
        _install(which)
        names = ("runtime", "dev") if which == "dev" else ("runtime",)
        STAMP.write_text("".join(f"{_wanted(name)}\n" for name in names))


def _wanted(which: str) -> str:
    digest = hashlib.sha256((LOCKS / f"{which}.txt").read_bytes()).hexdigest()
    return f"{which} {digest}"


def _installed() -> set[str]:
    return set(STAMP.read_text().splitlines()) if STAMP.exists() and _works() else set()


def _works() -> bool:
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two commands that start at once must not install into one folder at once."""
    with (LOCKS / "runtime.txt").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make() -> None:
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    uv = shutil.which("uv")
    commands = [[sys.executable, "-m", "venv", "--clear", str(VENV)]]
    if uv:
        commands.insert(
            0, [uv, "venv", "--quiet", "--seed", "--clear", "--python", sys.executable, str(VENV)]
        )
    _first_that_works(commands, "can't make .venv")


def _install(which: str) -> None:
    lock = str(LOCKS / f"{which}.txt")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    uv = shutil.which("uv")
    if uv is None:
        # Fetches in a tenth of pip's time. Where it is not to be had, pip does it all.
        subprocess.run(
            [*pip, "--require-hashes", "-r", str(LOCKS / "uv.txt")], capture_output=True, env=variables()
        )
        if (VENV / "bin" / "uv").exists():
            uv = str(VENV / "bin" / "uv")
    commands = [[*pip, "--require-hashes", "-r", lock]]
    if uv:
        commands.insert(
            0, [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", lock]
        )
    _say(f"Installing the packages of requirements/{which}.txt …")
    _first_that_works(commands, "can't install the packages; is there a network?")


def _first_that_works(commands: list[list[str]], complaint: str) -> None:
    said = ""
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, env=variables())
        if done.returncode == 0:
            return
        said += f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    sys.stderr.write(said)
    raise Refusal(complaint)


def _say(text: str) -> None:
    print(text, flush=True)
