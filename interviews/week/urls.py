"""Addresses of the week view."""

from django.urls import path

from interviews.week.views import week

urlpatterns = [path("rounds/week/", week, name="week")]
