"""Addresses of the preparation workspace; each feature keeps its own views."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from prep.plan import views as plan

app_name = "prep"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("prep.companies.urls")),
    path("", include("prep.stories.urls")),
    path("", plan.plan, name="plan"),
    path("ticks/", plan.tick, name="tick"),
    re_path(r"^plan\.(?P<form>pdf|csv|json)$", plan.plan_file, name="plan_file"),
    path("offers/", include("prep.offers.urls")),
]
