"""Every socket address of rubrics."""

from django.urls import URLPattern

from rubrics.debriefs import routing as debriefs

websocket_urlpatterns: list[URLPattern] = [*debriefs.websocket_urlpatterns]
