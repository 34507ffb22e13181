"""Addresses of the demo's shortcuts."""

from django.urls import path

from interviews.demo import views

urlpatterns = [
    path("demo/rounds/<uuid:round_id>/now/", views.bring_forward_view, name="bring_forward"),
]
