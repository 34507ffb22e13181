"""Every socket address of interviews."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern

websocket_urlpatterns: list[URLPattern] = [
    pattern
    for feature in ("room", "board")
    if find_spec(f"interviews.{feature}") and find_spec(f"interviews.{feature}.routing")
    for pattern in import_module(f"interviews.{feature}.routing").websocket_urlpatterns
]
