"""Addresses of the story sheet."""

from django.urls import path, re_path

from prep.stories import views

urlpatterns = [
    path("stories/", views.stories, name="stories"),
    re_path(r"^stories\.(?P<form>pdf|csv|json)$", views.stories_file, name="stories_file"),
    path("stories/paste/", views.paste, name="paste_stories"),
    path("stories/import/", views.import_stories, name="import_stories"),
    path("stories/shared/", views.shared_stories, name="shared_stories"),
    path("stories/shared/<uuid:story_id>/", views.shared_story, name="shared_story"),
    path("stories/claims/", views.claims, name="claims"),
    path("stories/claims/<uuid:claim_id>/", views.claim, name="claim"),
    path("stories/claims/<uuid:claim_id>/act/", views.claim_act, name="claim_act"),
    path("stories/<uuid:story_id>/", views.story, name="story"),
    path("stories/<uuid:story_id>/row/", views.row, name="story_row"),
    path("stories/<uuid:story_id>/row/checks/", views.row_checks, name="row_checks"),
    path("stories/<uuid:story_id>/checks/", views.story_checks, name="story_checks"),
    path("stories/<uuid:story_id>/act/", views.story_act, name="story_act"),
    path("stories/<uuid:story_id>/versions/", views.versions, name="story_versions"),
    path("stories/<uuid:story_id>/comments/", views.comment, name="story_comment"),
]
