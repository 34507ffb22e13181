"""Addresses at which a round is changed."""

from django.urls import path

from interviews.changes import views

urlpatterns = [
    path("rounds/<uuid:round_id>/move/", views.move, name="move_round"),
    path("rounds/<uuid:round_id>/stand-down/", views.step_back, name="stand_down"),
    path("rounds/<uuid:round_id>/cancel/", views.cancel, name="cancel_round"),
    path("rounds/<uuid:round_id>/decline/", views.decline, name="decline_round"),
    path("rounds/<uuid:round_id>/replace/", views.replace, name="replace_interviewer"),
    path("cover/<uuid:request_id>/", views.cover, name="cover"),
]
