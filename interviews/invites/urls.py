"""Addresses of invitations."""

from django.urls import path

from interviews.invites import views

urlpatterns = [
    path("invites/", views.invites, name="invites"),
    path("invites/<str:token>/", views.invite, name="invite"),
    path("invites/<uuid:invite_id>/withdraw/", views.withdraw, name="withdraw_invite"),
]
