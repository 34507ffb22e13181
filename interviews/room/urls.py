"""Addresses of the room."""

from django.urls import path

from interviews.room import offer_views, views

urlpatterns = [
    path("rounds/<uuid:round_id>/", views.room, name="room"),
    path("rounds/<uuid:round_id>/parts/<slug:name>/", views.part, name="room_part"),
    path("rounds/<uuid:round_id>/clock/", views.clock, name="room_clock"),
    path("rounds/<uuid:round_id>/reveal/", views.reveal, name="room_reveal"),
    path("rounds/<uuid:round_id>/close/", views.close, name="room_close"),
    path("rounds/<uuid:round_id>/notes/", views.save_notes, name="room_notes"),
    path("rounds/<uuid:round_id>/offers/", offer_views.round_offers, name="round_offers"),
    path("rounds/<uuid:round_id>/observers/", views.invite, name="room_invite"),
    path("rounds/<uuid:round_id>/observers/<int:seat_id>/remove/", views.remove, name="room_remove"),
]
