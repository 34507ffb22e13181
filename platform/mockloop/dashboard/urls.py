"""Addresses of the first page and of the design system."""

from django.urls import URLPattern, URLResolver, path

from mockloop.dashboard import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("design/", views.design, name="design"),
]
