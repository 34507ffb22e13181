"""Addresses of booking."""

from django.urls import path

from interviews.booking import views

urlpatterns = [
    path("loops/book/", views.book, name="book"),
]
