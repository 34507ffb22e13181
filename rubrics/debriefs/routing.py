"""The debrief's socket address."""

from django.urls import path

from rubrics.debriefs.consumers import DebriefConsumer

websocket_urlpatterns = [path("ws/debriefs/<uuid:loop_id>/", DebriefConsumer.as_asgi())]
