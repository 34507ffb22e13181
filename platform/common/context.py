"""What every template may know."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from common.clock import current_clock


def site(request: HttpRequest) -> dict[str, object]:
    """What the frame asks for.

    `demo` (demo people may sign in), `zone_name` (the active zone), `clock` ("24" or "12"), `theme` (light,
    dark or "").
    """
    theme = request.COOKIES.get("theme", "")
    return {
        "demo": settings.DEMO,
        "clock": current_clock(),
        "zone_name": timezone.get_current_timezone_name(),
        "theme": theme if theme in {"light", "dark"} else "",
    }
