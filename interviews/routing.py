"""Every socket address of interviews."""

from django.urls import URLPattern

from interviews.board import routing as board
from interviews.room import routing as room

websocket_urlpatterns: list[URLPattern] = [*room.websocket_urlpatterns, *board.websocket_urlpatterns]
