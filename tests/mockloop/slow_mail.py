"""A mail server that takes its time, so that a test can look at what happens meanwhile."""

import socketserver
import threading


class SlowMailServer(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP to take one mail; answers its end only once `let_go` is set."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.has_mail = threading.Event()
        self.let_go = threading.Event()
        self.taken = 0

    @property
    def url(self) -> str:
        """Its address as the setting EMAIL_URL wants it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: SlowMailServer

    def handle(self) -> None:
        self._say("220 slow")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self._say("354 go on")
                while self.rfile.readline().strip() != b".":
                    pass
                self.server.has_mail.set()
                self.server.let_go.wait(30)
                self.server.taken += 1
            elif line == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 fine")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
