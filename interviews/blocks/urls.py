"""Addresses of asking to be kept apart."""

from django.urls import path

from interviews.blocks import views

urlpatterns = [
    path("rounds/<uuid:round_id>/apart/", views.apart, name="apart"),
    path("settings/apart/", views.apart_list, name="apart_list"),
]
