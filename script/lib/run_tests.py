"""What script/test does once it has found a Python: set up, check, run the suite on what there is."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from environment import PYTHON, ROOT, Refusal, prepare, variables

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
SUITE_SECONDS = 900
SOURCES = (
    "platform/mockloop",
    "platform/common",
    "platform/accounts",
    "platform/prep",
    "interviews",
    "rubrics",
    "bench",
    "tests",
    "script",
)


class Report:
    """The stages that ran, with their seconds and whether they passed."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, float, bool]] = []

    def run(self, name: str, work: Callable[[], bool]) -> bool:
        """Run one stage and note it."""
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        passed = work()
        self.rows.append((name, time.monotonic() - began, passed))
        return passed

    def close(self) -> int:
        """Print the summary; the exit code is 0 when everything passed."""
        print("\n== summary")
        for name, seconds, passed in self.rows:
            print(f"{'passed' if passed else 'FAILED':7} {seconds:6.1f} s  {name}")
        return 0 if all(passed for _, _, passed in self.rows) else 1


def main() -> int:
    """Run everything; returns the exit code."""
    arguments, passed_on = sys.argv[1:], []
    if "--" in arguments:
        cut = arguments.index("--")
        arguments, passed_on = arguments[:cut], arguments[cut + 1 :]
    parser = argparse.ArgumentParser(
        prog="script/test",
        usage="script/test [--require-all] [-- arguments for pytest]",
        description="Check and test Mockloop, on its embedded default and on PostgreSQL and Redis where they "
        "are reachable. With arguments after --, only pytest runs, on what DATABASE_URL and REDIS_URL name.",
    )
    parser.add_argument(
        "--require-all", action="store_true", help="a missing browser, PostgreSQL or Redis is a failure"
    )
    options = parser.parse_args(arguments)
    os.chdir(ROOT)
    report = Report()
    try:
        report.run("set-up", set_up)
    except Refusal as refusal:
        print(f"mockloop: {refusal}", file=sys.stderr)
        return 1
    if passed_on:
        return call(["-m", "pytest", *passed_on], variables())
    for name, command, more in checks():
        report.run(name, lambda command=command, more=more: call(command, {**variables(), **more}) == 0)  # type: ignore[misc]
    test(report, require_all=options.require_all)
    return report.close()


def set_up() -> bool:
    """Make .venv hold what the tests need."""
    prepare("dev")
    return True


def checks() -> list[tuple[str, list[str], dict[str, str]]]:
    """Everything but the tests: (name, arguments for Python, variables)."""
    production = {
        "ALLOWED_HOSTS": "mockloop.example",
        "SECRET_KEY": "only for this check: " + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    }
    return [
        ("lint", ["-m", "ruff", "check", "."], {}),
        ("format", ["-m", "ruff", "format", "--check", "."], {}),
        ("types", ["-m", "mypy", *SOURCES], {}),
        ("content", ["manage.py", "load_content", "--check"], {}),
        ("production settings", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], production),
    ]


def test(report: Report, *, require_all: bool) -> None:
    """Run the suite on the embedded default, and again on PostgreSQL and Redis."""
    environment = variables()
    for name in ("DATABASE_URL", "REDIS_URL", "DATABASE_FILE", "MOCKLOOP_VAR", "ALLOWED_HOSTS", "DEMO"):
        environment.pop(name, None)
    if require_all:
        environment["MOCKLOOP_REQUIRE"] = "1"
    if not browser():
        print("No Chromium or Chrome was found: browser tests are left out.", flush=True)
    workers = str(min(os.cpu_count() or 1, 4))
    suite = ["-m", "pytest", "-q", "-n", workers, "--durations", "10"]
    report.run("tests on the embedded default", lambda: call(suite, environment) == 0)
    services = find_services()
    missing = [name for name, address in services.items() if not address]
    if not missing:
        found = {name: address for name, address in services.items() if address}
        # Arithmetic and parsing came out above as they would here: what no database can change runs once.
        found["MOCKLOOP_SERVICES_ONLY"] = "1"
        report.run("tests on PostgreSQL and Redis", lambda: call(suite, {**environment, **found}) == 0)
    elif require_all:
        report.run("tests on PostgreSQL and Redis", lambda: say(f"not reachable: {', '.join(missing)}"))
    else:
        print(f"\nNot run on PostgreSQL and Redis ({', '.join(missing)} is not reachable).", flush=True)


def browser() -> bool:
    """Whether a browser is there; on Debian, root gets it installed."""
    if (
        os.environ.get("CHROMIUM")
        or any(map(shutil.which, BROWSERS))
        or any(map(os.path.exists, MAC_BROWSERS))
    ):
        return True
    if os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        print("Installing Chromium …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-q"], ["install", "-qy", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], env=quiet, stdin=subprocess.DEVNULL, capture_output=True)
    return shutil.which("chromium") is not None


def find_services() -> dict[str, str | None]:
    """`DATABASE_URL` and `REDIS_URL` of what can be reached, None for what can't."""
    command = [str(PYTHON), "script/lib/find_services.py"]
    done = subprocess.run(command, env=variables(), stdout=subprocess.PIPE, check=True)
    found: dict[str, str | None] = json.loads(done.stdout)
    return found


def call(arguments: list[str], environment: dict[str, str]) -> int:
    """Run .venv's Python, without a keyboard, for a quarter of an hour at most; returns its exit code."""
    try:
        return subprocess.run(
            [str(PYTHON), *arguments], env=environment, stdin=subprocess.DEVNULL, timeout=SUITE_SECONDS
        ).returncode
    except subprocess.TimeoutExpired:
        say(f"took longer than {SUITE_SECONDS} s and was ended")
        return 1


def say(text: str) -> bool:
    """Print why a stage failed; False, so that it can stand for the stage."""
    print(f"mockloop: {text}", file=sys.stderr, flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
