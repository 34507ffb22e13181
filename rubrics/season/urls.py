"""Addresses of seasons, under the names of rubrics."""

from django.urls import URLPattern, URLResolver, path

from rubrics.season import evidence_views as evidence
from rubrics.season import goal_views as goals
from rubrics.season import note_views as notes
from rubrics.season import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.own_season, name="season"),
    path("<int:candidate_id>/", views.season, name="season_of"),
    path("<int:candidate_id>/notes/new/", notes.new_note, name="new_season_note"),
    path("<int:candidate_id>/notes/<uuid:note_id>/", notes.note, name="season_note"),
    path("<int:candidate_id>/notes/<uuid:note_id>/act/", notes.note_act, name="season_note_act"),
    path("<int:candidate_id>/goals/new/", goals.new_goal, name="new_season_goal"),
    path("<int:candidate_id>/goals/<uuid:goal_id>/", goals.goal, name="season_goal"),
    path("<int:candidate_id>/goals/<uuid:goal_id>/act/", goals.goal_act, name="season_goal_act"),
    path(
        "<int:candidate_id>/criteria/<str:kind>/<str:criterion>/",
        evidence.criterion,
        name="season_criterion",
    ),
]
