"""Fetching a calendar from an address that somebody typed, without reaching where it must not (pure).

The address is a stranger's word, and the server that follows it stands inside somebody's network. So: https
alone, every address that the name resolves to must be a public one, the connection goes to the very address
that was looked at (a name that resolves differently a moment later gains nothing), each redirect is looked at
anew, and size and time are bounded.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3

from interviews.busy.text import MOST_BYTES

CONNECT, READ, TOTAL = 5.0, 10.0, 20.0
"""Seconds: to connect, to wait for the next bytes, for everything."""
REDIRECTS = 3
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Resolve = Callable[[str, int], list[str]]


class Unreachable(Exception):
    """The calendar could not be had; `code` is scheme, address, private, name, answer, size, slow or
    connection."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Rules:
    """Where it may go: `trusted` host names may be inside one's own network, and be spoken to by http."""

    trusted: Collection[str] = ()


def normalised(url: str) -> str:
    """The address as it is fetched: webcal is https.

    Raises:
        Unreachable: "scheme" or "address", when it is none that could be fetched.
    """
    url = url.strip()
    scheme, colon, rest = url.partition(":")
    if scheme.lower() in ("webcal", "webcals") and colon:
        url = f"https:{rest}"
    parts = _split(url)
    if parts.scheme not in ("http", "https"):
        raise Unreachable("scheme")
    return url


def fetch(url: str, *, rules: Rules | None = None, resolve: Resolve | None = None) -> bytes:
    """What lies at the address.

    Args:
        url: as `normalised` gives it.
        rules: where it may go.
        resolve: host and port to IP addresses; the system's resolver by default.

    Raises:
        Unreachable: it could not be had, or must not be.
    """
    rules, resolve = rules or Rules(), resolve or _resolve
    ends = time.monotonic() + TOTAL
    for _hop in range(REDIRECTS + 1):
        parts = _split(url)
        host = (parts.hostname or "").lower()
        trusted = host in {name.lower() for name in rules.trusted}
        if parts.scheme != "https" and not (trusted and parts.scheme == "http"):
            raise Unreachable("scheme")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if not trusted and port != 443:
            raise Unreachable("address")
        addresses = resolve(host, port)
        if not addresses:
            raise Unreachable("name")
        if not trusted and not all(is_public(address) for address in addresses):
            raise Unreachable("private")
        answer = _get(parts, host, addresses[0], port)
        try:
            if answer.status in (301, 302, 303, 307, 308):
                url = urljoin(url, answer.headers.get("Location", ""))
                continue
            if answer.status != 200:
                raise Unreachable("answer", str(answer.status))
            return _read(answer, ends)
        finally:
            answer.close()
    raise Unreachable("answer", "redirects")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, also where another is wrapped in it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if wrapped is None and ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None and not is_public(str(wrapped)):
            return False
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.username is None and parts.password is None
        _ = parts.port  # raises when it is no number
    except ValueError:
        raise Unreachable("address") from None
    if not usable or any(character.isspace() or ord(character) < 32 for character in url):
        raise Unreachable("address")
    return parts


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("name") from None
    return [str(each[4][0]) for each in found]


def _get(parts: SplitResult, host: str, address: str, port: int) -> urllib3.BaseHTTPResponse:
    """Ask the machine at `address`, as `host`: certificate and Host header are of the name."""
    timeout = urllib3.Timeout(connect=CONNECT, read=READ)
    pool: urllib3.HTTPConnectionPool
    if parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(
            address,
            port,
            timeout=timeout,
            retries=False,
            ssl_context=ssl.create_default_context(),
            server_hostname=host,
            assert_hostname=host,
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port, timeout=timeout, retries=False)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    named = host if port in (80, 443) else f"{host}:{port}"
    headers = {"Host": named, "Accept": "text/calendar, */*;q=0.1", "User-Agent": "Mockloop calendar"}
    try:
        return pool.urlopen("GET", path, headers=headers, redirect=False, preload_content=False)
    except urllib3.exceptions.TimeoutError:
        raise Unreachable("slow") from None
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise Unreachable("connection", type(error).__name__) from None


def _read(answer: urllib3.BaseHTTPResponse, ends: float) -> bytes:
    found = bytearray()
    try:
        # What has come, as it comes: waiting for full pieces would let a server that trickles hold us.
        while piece := answer.read1(16_384, decode_content=False):
            found += piece
            if len(found) > MOST_BYTES:
                raise Unreachable("size")
            if time.monotonic() > ends:
                raise Unreachable("slow")
    except urllib3.exceptions.TimeoutError:
        raise Unreachable("slow") from None
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise Unreachable("connection", type(error).__name__) from None
    return bytes(found)
