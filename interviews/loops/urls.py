"""Addresses of loops."""

from django.urls import path

from interviews.loops import views

urlpatterns = [
    path("loops/", views.loops, name="loops"),
    path("loops/<uuid:loop_id>/", views.loop, name="loop"),
    path("loops/<uuid:loop_id>/cancel/", views.cancel, name="cancel_loop"),
]
