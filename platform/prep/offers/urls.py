"""Addresses of the offer worksheet."""

from django.urls import path

from prep.offers import views

urlpatterns = [
    path("", views.offers, name="offers"),
    path("outlook/", views.outlook, name="outlook"),
    path("rates/", views.rates, name="rates"),
    path("shared/", views.shared_offers, name="shared_offers"),
    path("shared/<uuid:offer_id>/", views.shared_offer, name="shared_offer"),
    path("<uuid:offer_id>/", views.offer, name="offer"),
    path("<uuid:offer_id>/figures/", views.figures, name="offer_figures"),
    path("<uuid:offer_id>/act/", views.act, name="offer_act"),
]
