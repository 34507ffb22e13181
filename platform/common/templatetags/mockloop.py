"""Template tags of the house: times with their zone, icons, badges."""

from datetime import UTC, datetime

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import zones
from common.clock import current_clock

register = template.Library()
SHAPES = {
    "pending": "circle-dashed",
    "live": "circle-play",
    "settled": "circle-check",
    "break": "triangle-alert",
    "quiet": "circle",
}


@register.simple_tag
def when(moment: datetime | None, form: str = "full") -> str | SafeString:
    """`moment` in the viewer's zone inside <time>; forms as in `common.zones.written`. None gives a dash."""
    if moment is None:
        return "–"
    text = zones.written(moment, timezone.get_current_timezone_name(), form, current_clock())
    return format_html('<time datetime="{}">{}</time>', moment.astimezone(UTC).isoformat(), text)


@register.simple_tag
def span(start: datetime, end: datetime) -> SafeString:
    """A span in the viewer's zone: "Thu 26 Nov, 15:00–15:45 (Europe/Berlin)"."""
    text = zones.written_span(start, end, timezone.get_current_timezone_name(), current_clock())
    return format_html('<time datetime="{}">{}</time>', start.astimezone(UTC).isoformat(), text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the kept set; decoration only, so hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_block_tag
def badge(content: str, kind: str = "quiet") -> SafeString:
    """A state in shape and word: kind is pending, live, settled, break or quiet."""
    return format_html('<span class="badge badge--{}">{}{}</span>', kind, icon(SHAPES[kind]), content)
