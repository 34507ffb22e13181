"""A socket without a network: what a browser would send and see (channels.testing wants daphne)."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from asgiref.testing import ApplicationCommunicator

SECONDS = 10.0
Headers = list[tuple[bytes, bytes]]


class WebsocketCommunicator(ApplicationCommunicator):
    """One connection to `application` at `path`, with the names of Channels' own communicator."""

    def __init__(self, application: Any, path: str, headers: Headers) -> None:
        parts = urlsplit(path)
        super().__init__(
            application,
            {
                "type": "websocket",
                "path": unquote(parts.path),
                "raw_path": parts.path.encode(),
                "query_string": parts.query.encode(),
                "headers": headers,
                "subprotocols": [],
            },
        )

    async def connect(self, timeout: float = SECONDS) -> tuple[bool, int | str | None]:
        """Ask to be let in: (True, subprotocol), or (False, close code)."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(timeout)
        if answer["type"] == "websocket.close":
            return False, answer.get("code", 1000)
        assert answer["type"] == "websocket.accept", answer
        return True, answer.get("subprotocol")

    async def send_to(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Send one frame: text or bytes."""
        frame = {"text": text_data} if text_data is not None else {"bytes": bytes_data}
        await self.send_input({"type": "websocket.receive", **frame})

    async def send_json_to(self, data: Any) -> None:
        """Send one text frame that holds `data` as JSON."""
        await self.send_to(json.dumps(data))

    async def receive_from(self, timeout: float = SECONDS) -> str | bytes:
        """The next frame; fails when the socket is closed instead, or nothing comes in time."""
        answer = await self.receive_output(timeout)
        assert answer["type"] == "websocket.send", answer
        frame: str | bytes = answer["text"] if answer.get("text") is not None else answer["bytes"]
        return frame

    async def receive_json_from(self, timeout: float = SECONDS) -> Any:
        """The next frame, which must be JSON."""
        return json.loads(await self.receive_from(timeout))

    async def receive_close(self, timeout: float = SECONDS) -> int:
        """The code with which the application closes; frames before that are passed over."""
        while (answer := await self.receive_output(timeout))["type"] != "websocket.close":
            pass
        code: int = answer.get("code", 1000)
        return code

    async def disconnect(self, code: int = 1000, timeout: float = SECONDS) -> None:
        """Go away, and wait until the application has noticed."""
        await self.send_input({"type": "websocket.disconnect", "code": code})
        await self.wait(timeout)
