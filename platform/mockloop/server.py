"""The server: `python -m mockloop.server`.

Without `REDIS_URL` this one process is everything: pages, sockets, worker and beat. With it, it is a web
process, any number of which run beside `celery -A mockloop worker` and `celery -A mockloop beat`.
"""

import argparse
import asyncio
import contextlib
import fcntl
import io
import logging
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from mockloop.background import Background

ROOT = Path(__file__).resolve().parents[2]
LARGEST_SOCKET_MESSAGE = 2 * 1024 * 1024
FINISH_SECONDS = 60
LARGEST_PORT = 65535
LOOPBACK = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 (a person has to ask for it)
log = logging.getLogger(__name__)


class Refusal(Exception):
    """The server can't start; the message is one line for the person who typed the command."""


def main(argv: list[str] | None = None) -> int:
    """Run the server until it is told to stop; returns the exit code."""
    options = _options(argv)
    try:
        listener = _listen(options.host, options.port)
        port: int = listener.getsockname()[1]
        _environment(options, port)
        _check_folder(Path(os.environ.get("MOCKLOOP_VAR") or ROOT / "var"))
        import django

        django.setup()
        with contextlib.ExitStack() as stack:
            stack.callback(listener.close)
            stack.enter_context(_only_one())
            people = (_prepare() if options.prepare else "") + _warning(options.host)
            return _serve(listener, f"http://{_shown_host(options.host)}:{port}/", people)
    except Refusal as refusal:
        sys.stderr.write(f"mockloop: {refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mockloop.server", description="Serve Mockloop.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on, 0 for a free one (8000)")
    parser.add_argument("--no-demo", action="store_true", help="no demo people and no one-click sign-in")
    parser.add_argument(
        "--prepare", action="store_true", help="first migrate, load the content, make the demo"
    )
    return parser.parse_args(argv)


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= LARGEST_PORT:
        raise Refusal(f"a port is a number from 0 to {LARGEST_PORT}, not {port}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise Refusal(f"can't listen on {host}, port {port}: {error}") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise Refusal(
            f"can't listen on {host}, port {port}: {os.strerror(error.errno or 0)}. Try --port {port + 1}."
        ) from None
    return listener


def _environment(options: argparse.Namespace, port: int) -> None:
    """Tell the settings, which are read next, how people reach this server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mockloop.settings")
    if not os.environ.get("ALLOWED_HOSTS"):
        os.environ.setdefault("SITE_URL", f"http://{_shown_host(options.host)}:{port}")
    if options.no_demo:
        os.environ["DEMO"] = "0"
    if options.host in EVERYWHERE:
        os.environ.setdefault("LOCAL_HOSTS", ",".join(_own_names()))
    elif options.host not in LOOPBACK:
        os.environ.setdefault("LOCAL_HOSTS", options.host)


def _own_names() -> set[str]:
    """The names and addresses under which this machine is known to its network."""
    name = socket.gethostname()
    names = {name, f"{name}.local"}
    with contextlib.suppress(OSError):
        names |= {str(found[4][0]) for found in socket.getaddrinfo(name, None, socket.AF_INET)}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; the system picks the address it would send from
        names.add(probe.getsockname()[0])
    return names


def _shown_host(host: str) -> str:
    if host in EVERYWHERE:
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Refusal(
            f"can't write to {folder} ({os.strerror(error.errno or 0)}). Set MOCKLOOP_VAR to another folder."
        ) from None


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    """Hold the data folder: two embedded servers on one would not hear each other's announcements."""
    from django.conf import settings

    if settings.REDIS_URL:
        yield
        return
    with (settings.VAR / "server.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refusal(f"a server is running on {settings.VAR} already. Stop it first.") from None
        yield


def _prepare() -> str:
    """Bring database, content and demo people up to date; returns who can be signed in as, in lines."""
    from django.conf import settings
    from django.core.management import CommandError, call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    people = io.StringIO()
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        call_command("load_content", verbosity=0)
        if settings.DEMO:
            call_command("demo", stdout=people)
    except CommandError as error:
        raise Refusal(str(error)) from None
    except DatabaseError as error:
        raise Refusal(f"the database refused: {' '.join(str(error).split())}") from None
    finally:
        connection.close()
    return people.getvalue()


def _warning(host: str) -> str:
    """What to say where others can reach a server with the demo on; "" otherwise."""
    from django.conf import settings

    if not settings.DEMO or host in LOOPBACK:
        return ""
    return (
        "Whoever reaches this address can sign in as the demo people, administrator included, and read all\n"
        "mail of this server at /demo/mail/. Use --no-demo where you don't trust everybody on the network.\n"
    )


def _serve(listener: socket.socket, address: str, people: str) -> int:
    from django.conf import settings

    server = Server(
        uvicorn.Config(
            "mockloop.asgi:application",
            lifespan="off",
            ws="websockets-sansio",
            ws_max_size=LARGEST_SOCKET_MESSAGE,
            ws_ping_interval=20,
            ws_ping_timeout=20,
            # The settings say what is believed of a proxy (X-Forwarded-Proto, TRUSTED_PROXIES).
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=5,
        ),
        announce=lambda: _announce(address, people),
    )
    if not settings.REDIS_URL:
        from mockloop.background import Background
        from mockloop.celery import app

        server.background = Background(app)
    with asyncio.Runner(loop_factory=server.config.get_loop_factory()) as runner:
        return runner.run(server.run_until_stopped([listener]))


class Server(uvicorn.Server):
    """uvicorn with its own way to stop: accept nothing new, finish the task in flight, then close sockets."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self.announce = announce
        self.background: Background | None = None
        self._begun = asyncio.Event()
        self._stopping: asyncio.Task[None] | None = None
        self._unfinished = False

    async def run_until_stopped(self, sockets: list[socket.socket]) -> int:
        """Serve until SIGINT or SIGTERM; returns 0, or 1 when a task had to be left unfinished."""
        from common import events

        loop = asyncio.get_running_loop()
        events.bind_loop(loop)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._on_signal)
        await self._serve(sockets)
        if self._stopping is not None:
            await self._stopping
        events.bind_loop(None)
        return int(self._unfinished)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start worker and beat before anything is accepted, and say where the server is after."""
        if self.background is not None:
            await asyncio.to_thread(self.background.start)
        await super().startup(sockets)
        self._begun.set()
        self.announce()
        from interviews.booking.solver import warm_up

        warm_up()

    def _on_signal(self) -> None:
        if self._stopping is not None:
            self.force_exit = self.should_exit = True
            return
        self._stopping = asyncio.get_running_loop().create_task(self._stop())

    async def _stop(self) -> None:
        await self._begun.wait()
        for server in self.servers:
            server.close()
        if self.background is not None:
            self._unfinished = not await asyncio.to_thread(self.background.stop, FINISH_SECONDS)
            if self._unfinished:
                log.warning("a task took longer than %s s and was left; it is taken up again", FINISH_SECONDS)
        self.should_exit = True


def _announce(address: str, people: str) -> None:
    sys.stdout.write(f"\nMockloop is at {address}   (Ctrl-C stops it)\n{people}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
