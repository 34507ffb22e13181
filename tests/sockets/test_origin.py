"""The socket stack itself, before any route: where a page may come from."""

from tests.sockets.conftest import SocketFor


async def test_a_page_of_another_site_is_refused(socket_for: SocketFor) -> None:
    communicator = await socket_for(None, "/ws/anything/", origin="https://evil.example")
    connected, _ = await communicator.connect()
    assert not connected
