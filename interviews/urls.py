"""Addresses of interviews; each feature keeps its own."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "interviews"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("interviews.attendance.urls")),
    path("", include("interviews.availability.urls")),
    path("", include("interviews.booking.urls")),
    path("", include("interviews.busy.urls")),
    path("", include("interviews.calendar.urls")),
    path("", include("interviews.loops.urls")),
    path("", include("interviews.changes.urls")),
    path("", include("interviews.week.urls")),
    path("", include("interviews.room.urls")),
    path("", include("interviews.board.urls")),
    path("", include("interviews.replay.urls")),
    path("", include("interviews.sketches.urls")),
    path("", include("interviews.probes.urls")),
    path("", include("interviews.demo.urls")),
    path("", include("interviews.blocks.urls")),
    path("", include("interviews.load.urls")),
    path("", include("interviews.invites.urls")),
]
