"""Addresses of the load."""

from django.urls import path

from interviews.load import views

urlpatterns = [
    path("load/", views.load, name="load"),
    path("load/forecast/", views.forecast, name="load_forecast"),
]
