"""The board's socket address."""

from django.urls import path

from interviews.board.consumers import board_socket

websocket_urlpatterns = [path("ws/boards/<uuid:board_id>/", board_socket)]  # type: ignore[arg-type]
