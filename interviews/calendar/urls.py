"""Addresses of calendars."""

from django.urls import path

from interviews.calendar import views

urlpatterns = [
    path("rounds/<uuid:round_id>/calendar.ics", views.round_calendar, name="round_calendar"),
]
