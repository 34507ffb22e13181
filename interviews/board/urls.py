"""Addresses of boards outside their room."""

from django.urls import path

from interviews.board import views

urlpatterns = [
    path("boards/<uuid:board_id>/", views.board_page, name="board"),
    path("boards/<uuid:board_id>/picture.svg", views.board_picture, name="board_picture"),
]
