"""Addresses of rubrics; each feature keeps its own."""

from django.urls import URLPattern, URLResolver

app_name = "rubrics"
urlpatterns: list[URLPattern | URLResolver] = []
