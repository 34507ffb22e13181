"""The room's socket address."""

from django.urls import path

from interviews.room.consumers import RoomConsumer

websocket_urlpatterns = [path("ws/rounds/<uuid:round_id>/", RoomConsumer.as_asgi())]
