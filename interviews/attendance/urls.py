"""Addresses of who came."""

from django.urls import path

from interviews.attendance import views

urlpatterns = [
    path("rounds/<uuid:round_id>/absence/", views.absence, name="absence"),
    path("rounds/record/", views.record, name="record"),
    path("rounds/record/<int:attendance_id>/dispute/", views.dispute, name="dispute"),
    path("rounds/disputes/", views.disputes, name="disputes"),
    path("rounds/disputes/<int:attendance_id>/", views.settle_dispute, name="settle_dispute"),
    path("rounds/asked/", views.asked, name="asked"),
    path("rounds/asked/willing/", views.willing, name="willing"),
    path("rounds/asked/<int:ask_id>/", views.ask, name="ask"),
]
