"""Figures of the load page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from interviews.load.heat import COMING, FULL, Cell

register = template.Library()


@register.simple_tag
def fits(cell: Cell) -> str | SafeString:
    """What fits into a week, beneath its rounds: "of 5", "12 h", "away"; and for the ear that it is full."""
    if cell.hours == 0:
        words = _("away")
    elif cell.cap is not None:
        words = _("of %(cap)s") % {"cap": cell.cap}
    elif cell.hours is not None:
        words = _("%(hours)s h") % {"hours": f"{cell.hours:.0f}"}
    else:
        words = ""
    if cell.level == FULL:
        return format_html('{}<span class="visually-hidden"> {}</span>', words, _("full"))
    return words


@register.filter
def weekly(hours: float) -> str:
    """Hours over this week and the coming ones as hours a week, with one decimal."""
    return f"{hours / (COMING + 1):.1f}"
