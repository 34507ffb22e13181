"""Addresses of interviews; each feature keeps its own."""

from django.urls import URLPattern, URLResolver

app_name = "interviews"
urlpatterns: list[URLPattern | URLResolver] = []
