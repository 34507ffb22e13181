"""Addresses of the calendars that people bring."""

from django.urls import path

from interviews.busy import views

urlpatterns = [
    path("settings/busy/", views.sources, name="busy"),
    path("settings/busy/<int:source_id>/", views.source, name="busy_source"),
]
