"""What every template may know."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def site(request: HttpRequest) -> dict[str, object]:
    """`demo` (demo people may sign in), `zone_name` (the active zone) and `theme` (light, dark or "")."""
    theme = request.COOKIES.get("theme", "")
    return {
        "demo": settings.DEMO,
        "zone_name": timezone.get_current_timezone_name(),
        "theme": theme if theme in {"light", "dark"} else "",
    }
