"""The viewer's time zone, active for the length of a request."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from common.zones import known_zone


class TimeZoneMiddleware:
    """Activates the signed-in person's zone, else the one the browser named in the `tz` cookie, else UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        name = (
            getattr(user, "timezone", "") if user and user.is_authenticated else request.COOKIES.get("tz", "")
        )
        with timezone.override(zoneinfo.ZoneInfo(known_zone(name))):
            return self.get_response(request)
