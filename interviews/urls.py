"""Addresses of interviews; each feature keeps its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "interviews"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"interviews.{feature}.urls"))
    for feature in ("availability", "booking", "calendar", "loops", "room", "board", "demo")
    if find_spec(f"interviews.{feature}") and find_spec(f"interviews.{feature}.urls")
]
