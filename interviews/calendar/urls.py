"""Addresses of calendars."""

from django.urls import path

from interviews.calendar import views

urlpatterns = [
    path("rounds/<uuid:round_id>/calendar.ics", views.round_calendar, name="round_calendar"),
    path("loops/<uuid:loop_id>/calendar.ics", views.loop_calendar, name="loop_calendar"),
    path("calendar/<str:token>.ics", views.person_feed, name="person_feed"),
    path("settings/calendar/", views.calendar_settings, name="calendar_settings"),
    path("settings/calendar/address/", views.change_feed, name="change_feed"),
]
