"""Fetching calendars from addresses, and where that must not lead."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from interviews.busy import apart
from interviews.busy.apart import fetch_apart
from interviews.busy.fetch import Rules, Unreachable, fetch, is_public, normalised
from tests.interviews.busy.samples import GOOGLE

INSIDE = Rules(trusted=["localhost"])


class Answers(BaseHTTPRequestHandler):
    """A server that gives a calendar, leads elsewhere, or misbehaves, by its path."""

    protocol_version = "HTTP/1.1"
    hosts: list[str] = []

    def do_GET(self) -> None:
        Answers.hosts.append(self.headers["Host"])
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path == "/trickle":
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            stop = threading.Event()
            while not stop.wait(0.2):
                try:
                    self.wfile.write(b"x")
                except OSError:
                    return
        status = 200 if self.path in ("/mine.ics", "/large") else 404
        body = GOOGLE if self.path == "/mine.ics" else b"x" * (3 * 1024 * 1024)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a calendar's server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(10)


def to(*addresses: str) -> Callable[[str, int], list[str]]:
    """A resolver that knows one answer."""
    return lambda host, port: list(addresses)


def test_a_calendar_is_fetched(site: str) -> None:
    assert fetch(f"{site}/mine.ics", rules=INSIDE, resolve=to("127.0.0.1")) == GOOGLE
    assert fetch(f"{site}/to//mine.ics", rules=INSIDE, resolve=to("127.0.0.1")) == GOOGLE
    assert Answers.hosts[-1] == site.removeprefix("http://")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/gone", "answer"),
        ("/large", "size"),
        ("/to//to//to//to//mine.ics", "answer"),
        ("/to/https://10.0.0.1/x", "private"),
        ("/to/http://localhost.example/", "scheme"),
        ("/to/file:///etc/passwd", "address"),
        ("/to/gopher://localhost/", "scheme"),
    ],
)
def test_what_can_not_or_must_not_be_had(site: str, path: str, code: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "localhost" else [host]

    with pytest.raises(Unreachable) as refusal:
        fetch(f"{site}{path}", rules=INSIDE, resolve=resolve)
    assert refusal.value.code == code


def test_a_server_that_trickles_is_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "TOTAL", -3)
    with pytest.raises(Unreachable) as refusal:
        fetch_apart(f"{site}/trickle", ["localhost"])
    assert refusal.value.code == "slow"


def test_in_a_process_of_its_own_the_answer_is_the_same(site: str) -> None:
    assert fetch_apart(f"{site}/mine.ics", ["localhost"]) == GOOGLE
    with pytest.raises(Unreachable) as refusal:
        fetch_apart(f"{site}/mine.ics", [])
    assert refusal.value.code == "scheme"


PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "2001:db8::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_inside_a_network_is_spoken_to(address: str) -> None:
    assert not is_public(address)
    for answer in ([address], ["93.184.215.14", address]):
        with pytest.raises(Unreachable) as refusal:
            fetch("https://calendar.example/x.ics", resolve=to(*answer))
        assert refusal.value.code == "private"


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


def test_the_connection_goes_to_the_address_that_was_looked_at(site: str) -> None:
    """A name that leads to a public address first and inside afterwards gains nothing: it is asked once."""
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    assert fetch(f"{site}/mine.ics", rules=INSIDE, resolve=rebinding) == GOOGLE
    assert asked == ["localhost"]


@pytest.mark.parametrize(
    ("typed", "fetched"),
    [
        ("webcal://calendar.example/a.ics", "https://calendar.example/a.ics"),
        ("WEBCAL://calendar.example/a.ics", "https://calendar.example/a.ics"),
        (" https://calendar.example/a.ics ", "https://calendar.example/a.ics"),
    ],
)
def test_addresses_are_read_as_they_are_meant(typed: str, fetched: str) -> None:
    assert normalised(typed) == fetched


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ftp://calendar.example/a.ics", "scheme"),
        ("https://", "address"),
        ("https://user:secret@calendar.example/", "address"),
        ("https://calendar.example:port/", "address"),
        ("https://calendar.example/a b", "address"),
        ("javascript:alert(1)", "address"),
        ("nothing", "address"),
    ],
)
def test_what_is_no_address_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Unreachable) as refusal:
        normalised(typed)
    assert refusal.value.code == code


def test_other_ports_and_plain_http_are_for_trusted_hosts_alone() -> None:
    for url, code in (("https://calendar.example:8443/", "address"), ("http://calendar.example/", "scheme")):
        with pytest.raises(Unreachable) as refusal:
            fetch(url, resolve=to("93.184.215.14"))
        assert refusal.value.code == code
