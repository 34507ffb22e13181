"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from common.views import health

urlpatterns = [
    path("", include("mockloop.dashboard.urls")),
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("", include("accounts.urls")),
    path("prepare/", include("prep.urls")),
    path("", include("interviews.urls")),
    path("", include("rubrics.urls")),
]
