"""What holds for every page: the viewer's time zone, and that private pages are kept nowhere."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from common.clock import reading_clock
from common.zones import known_zone


class TimeZoneMiddleware:
    """Activates the signed-in person's zone, else the one the browser named in the `tz` cookie, else UTC; and
    the clock, of 12 or 24 hours, on which the person reads times."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        name = (
            getattr(user, "timezone", "") if user and user.is_authenticated else request.COOKIES.get("tz", "")
        )
        clock = getattr(user, "clock", "24")
        with timezone.override(zoneinfo.ZoneInfo(known_zone(name))), reading_clock(clock):
            return self.get_response(request)


class PrivatePagesMiddleware:
    """Keeps what a signed-in person sees out of every cache, unless the view says otherwise.

    So nobody reads it with the back button after they have signed out, and a page and its fragment, which
    have one address, are not taken for each other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response
