"""Template filters of the offer sheet."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import template

from prep.models import RangeFigure
from prep.offers.amounts import grouped, in_words

register = template.Library()


@register.filter
def nth(cells: Sequence[Any], place: int) -> Any:
    """The cell at a place, from 0."""
    return cells[place]


@register.filter
def number(value: Decimal) -> str:
    """A number to read: "1,234.5"."""
    return grouped(value)


@register.filter
def shown_range(figure: RangeFigure) -> str:
    """A usual range with its unit: "190,000 – 240,000 USD", "0.02 – 0.05 %"."""
    if figure.unit == RangeFigure.Unit.PERCENT:
        return f"{grouped(figure.low)} – {grouped(figure.high)} %"
    return f"{grouped(figure.low)} – {in_words(figure.high, figure.currency)}"
