"""The server as a process: starts, answers, finishes its task when told to stop, refuses in one line."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from common.models import OutgoingMail
from mockloop import server
from tests.mockloop.slow_mail import SlowMailServer
from tests.polling import poll
from tests.product import ROOT, Product, database_variables

State = OutgoingMail.State


@pytest.fixture
def product(tmp_path: Path, transactional_db: None) -> Iterator[Product]:
    made = Product(
        tmp_path,
        {
            **database_variables(),
            "SECRET_KEY": settings.SECRET_KEY,
            "REDIS_PREFIX": settings.REDIS_PREFIX,
        },
    )
    yield made
    made.kill()


@pytest.fixture
def slow_mail() -> Iterator[SlowMailServer]:
    with SlowMailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.let_go.set()
        server.shutdown()
        thread.join()


def owed() -> OutgoingMail:
    return OutgoingMail.objects.create(
        key="slow", to="maya@example.org", subject="Your round", text="Booked."
    )


def refused(*arguments: str, **variables: str) -> str:
    """What a server says that does not start; must be one line and an exit code."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}", **variables}
    done = subprocess.run(
        [sys.executable, "-m", "mockloop.server", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_finishes_the_task_in_flight(
    product: Product, slow_mail: SlowMailServer, number: signal.Signals
) -> None:
    row = owed()
    product.environment["EMAIL_URL"] = slow_mail.url
    product.start()
    assert slow_mail.has_mail.wait(20), "what is owed is taken up at the start"
    for process in product.processes:
        process.send_signal(number)

    def nobody_listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", product.port)) != 0

    poll(nobody_listens, what="nothing new is accepted")
    row.refresh_from_db()
    assert row.state == State.QUEUED
    slow_mail.let_go.set()
    assert product.server.wait(20) == 0, product.log
    assert product.stop() == 0
    row.refresh_from_db()
    assert row.state == State.SENT
    assert slow_mail.taken == 1


def test_what_a_killed_server_was_doing_is_taken_up_by_the_next(
    product: Product, slow_mail: SlowMailServer
) -> None:
    row = owed()
    product.environment["EMAIL_URL"] = slow_mail.url
    product.start()
    assert slow_mail.has_mail.wait(20)
    product.kill()
    row.refresh_from_db()
    assert row.state == State.QUEUED
    assert row.lease_until is not None
    OutgoingMail.objects.update(lease_until=row.created_at)  # as if its two minutes were over
    slow_mail.let_go.set()
    product.start()
    poll(lambda: OutgoingMail.objects.filter(state=State.SENT).exists(), what="the mail is sent")
    assert product.stop() == 0


def test_a_socket_is_closed_when_the_server_stops(product: Product) -> None:
    product.start()
    with socket.create_connection(("127.0.0.1", product.port), 5) as connection:
        connection.sendall(b"GET /health/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
        assert product.stop() == 0
        # What is left of the answer comes first, then the end; an open connection would time out here.
        assert b"".join(iter(lambda: connection.recv(4096), b"")) in (b"", b'{"status": "ok"}')


@pytest.mark.skipif(
    bool(settings.REDIS_URL), reason="the lock that tells how far it is belongs to the embedded one"
)
def test_a_stop_during_the_start_is_a_clean_stop(product: Product) -> None:
    product.launch()
    poll((product.folder / "server.lock").exists, seconds=20, what="it is starting")
    assert product.stop() in (0, -signal.SIGTERM), product.log


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused("--port", str(port), MOCKLOOP_VAR=str(tmp_path))
    assert f"can't listen on 127.0.0.1, port {port}: Address already in use" in said
    assert f"--port {port + 1}" in said


def test_a_folder_that_can_not_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refused("--port", "0", MOCKLOOP_VAR=str(tmp_path / "file" / "var"))
    assert f"can't write to {tmp_path / 'file' / 'var'}" in said
    assert "MOCKLOOP_VAR" in said


def test_a_port_that_is_none() -> None:
    # The system would quietly take 99999 for 34463.
    assert "a port is a number from 0 to 65535, not 99999" in refused("--port", "99999")


def test_an_unknown_host() -> None:
    assert "can't listen on nowhere.invalid" in refused("--host", "nowhere.invalid")


@pytest.mark.skipif(bool(settings.REDIS_URL), reason="with Redis any number of servers may run")
def test_two_embedded_servers_on_one_folder(product: Product) -> None:
    product.start()
    said = refused("--port", "0", **{**product.environment, "MOCKLOOP_VAR": str(product.folder)})
    assert "a server is running on" in said


@pytest.mark.parametrize(
    ("host", "demo", "warned"),
    [("127.0.0.1", True, False), ("::1", True, False), ("0.0.0.0", True, True), ("0.0.0.0", False, False)],
)
def test_it_warns_where_others_can_reach_the_demo(host: str, demo: bool, warned: bool) -> None:
    with override_settings(DEMO=demo):
        said = server._warning(host)
    assert ("--no-demo" in said) == warned
