"""The product as its users meet it: real processes that a test starts, kills and stops."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests.polling import poll

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def database_variables() -> dict[str, str]:
    """The variable that names this process's test database to another process."""
    from django.db import connection

    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return {"DATABASE_FILE": str(values["NAME"])}
    secret = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    port = f":{values['PORT']}" if values["PORT"] else ""
    return {"DATABASE_URL": f"postgres://{values['USER']}{secret}@{values['HOST']}{port}/{values['NAME']}"}


class Product:
    """One installation: the server process and, where there is Redis, a worker and a beat process beside it.

    Args:
        folder: where it keeps its files and logs.
        environment: variables on top of this process's, for instance `DATABASE_URL`.
    """

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
            "MOCKLOOP_VAR": str(folder),
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    @property
    def server(self) -> subprocess.Popen[bytes]:
        """The web process."""
        return self.processes[0]

    @property
    def log(self) -> str:
        """What the processes wrote so far."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def start(self, *arguments: str) -> "Product":
        """Start the processes and wait until pages are served."""
        self.launch(*arguments)
        poll(lambda: self.answers() or self.server.poll() is not None, seconds=30, what=f"{self.url} answers")
        assert self.server.poll() is None, f"the server has ended:\n{self.log}"
        return self

    def launch(self, *arguments: str) -> None:
        """Start the processes without waiting."""
        self._spawn("server", "mockloop.server", "--port", str(self.port), *arguments)
        if self.environment.get("REDIS_URL"):
            self._spawn(
                "worker",
                *("celery", "-A", "mockloop", "worker", "--pool", "threads", "--concurrency", "2"),
                *("--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
            )
            self._spawn("beat", "celery", "-A", "mockloop", "beat", "--loglevel", "WARNING")

    def _spawn(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        self.processes.append(process)

    def answers(self) -> bool:
        """Whether the server serves its health page now."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def kill(self) -> None:
        """End every process at once, as a power cut would (SIGKILL)."""
        for process in self.processes:
            process.kill()
        self._wait()

    def stop(self) -> int:
        """Ask the processes to end (SIGTERM) and wait; returns the server's exit code."""
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        return self._wait()

    def _wait(self) -> int:
        codes = [process.wait(60) for process in self.processes]
        self.processes = []
        return codes[0] if codes else 0

    def forget_mails(self) -> None:
        """Take away the mails that went out so far: a test reads none that another one caused."""
        for path in (self.folder / "mail").glob("*.log"):
            path.unlink()

    def mails(self, to: str = "") -> list[EmailMessage]:
        """The mails that went out, oldest first; only those to one address where it is given."""
        found: list[EmailMessage] = []
        for path in sorted((self.folder / "mail").glob("*.log")):
            # A line of dashes ends each; what follows the last is being written still.
            for raw in re.split(rb"^-{79}\n", path.read_bytes(), flags=re.MULTILINE)[:-1]:
                if raw.strip():
                    mail = message_from_bytes(raw.lstrip(), policy=policy.default)
                    assert isinstance(mail, EmailMessage)
                    found.append(mail)
        return [mail for mail in found if to in str(mail["To"])]
