"""Addresses of the stories of a round."""

from django.urls import path

from interviews.probes import views

urlpatterns = [
    path("rounds/<uuid:round_id>/stories/", views.round_stories, name="round_stories"),
    path("rounds/<uuid:round_id>/stories/<uuid:story_id>/", views.brought_story, name="brought_story"),
]
