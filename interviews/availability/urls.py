"""Addresses of availability."""

from django.urls import path

from interviews.availability import views

urlpatterns = [
    path("hours/", views.hours, name="hours"),
]
