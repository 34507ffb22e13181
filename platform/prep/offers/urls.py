"""Addresses of the offer worksheet."""

from django.urls import path, re_path

from prep.offers import counter_views, if_views, sharing_views, views

urlpatterns = [
    path("", views.offers, name="offers"),
    re_path(r"^offers\.(?P<form>pdf|csv|json)$", sharing_views.offers_file, name="offers_file"),
    path("outlook/", views.outlook, name="outlook"),
    path("rates/", views.rates, name="rates"),
    path("shared/", views.shared_offers, name="shared_offers"),
    path("shared/<uuid:offer_id>/", views.shared_offer, name="shared_offer"),
    path("<uuid:offer_id>/", views.offer, name="offer"),
    path("<uuid:offer_id>/figures/", views.figures, name="offer_figures"),
    path("<uuid:offer_id>/act/", views.act, name="offer_act"),
    path("<uuid:offer_id>/counter/", counter_views.counter, name="counter"),
    path("<uuid:offer_id>/what-if/", if_views.what_if, name="what_if"),
    path("<uuid:offer_id>/sharing/", sharing_views.sharing, name="offer_sharing"),
]
