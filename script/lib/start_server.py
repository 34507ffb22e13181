"""What script/server does once it has found a Python: check, set up, hand over to the server."""

import argparse
import os
import socket
import sys
from pathlib import Path

from environment import PYTHON, ROOT, Refusal, check_writable, prepare, variables

LARGEST_PORT = 65535


def main() -> int:
    """Set up and become the server; returns only when that is refused."""
    parser = argparse.ArgumentParser(prog="script/server", description="Start Mockloop on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--no-demo", action="store_true", help="no demo people and no one-click sign-in")
    options = parser.parse_args()
    try:
        # Whatever would be refused is refused before anything slow happens.
        check_port(options.host, options.port)
        check_writable(Path(os.environ.get("MOCKLOOP_VAR") or ROOT / "var"))
        prepare("runtime")
    except Refusal as refusal:
        print(f"mockloop: {refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "mockloop.server", "--prepare", *sys.argv[1:]], variables())


def check_port(host: str, port: int) -> None:
    """Raise Refusal unless the port can be listened on."""
    if not 0 <= port <= LARGEST_PORT:
        raise Refusal(f"a port is a number from 0 to {LARGEST_PORT}, not {port}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal(f"can't listen on {host}, port {port}: {reason}. Try --port {port + 1}.") from None


if __name__ == "__main__":
    sys.exit(main())
