"""Addresses of the preparation workspace; each feature keeps its own views."""

from django.urls import URLPattern, URLResolver

app_name = "prep"
urlpatterns: list[URLPattern | URLResolver] = []
