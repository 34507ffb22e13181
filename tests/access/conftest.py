"""The socket fixture, shared with the socket tests."""

from tests.sockets.conftest import socket_for

__all__ = ["socket_for"]
