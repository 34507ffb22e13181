"""The line before anything is booked, and sample data of the design page, which says that it is a sample."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from interviews.kinds import SHORT_TITLES, RoundKind

_MONDAY = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)


def _station(kind: RoundKind, state: str, word: str, **more: Any) -> dict[str, Any]:
    station = {"kind": kind, "title": SHORT_TITLES[kind], "state": state, "word": word}
    return station | {"who": "", "when": None, "url": "", "here": False} | more


def promised_line() -> list[dict[str, Any]]:
    """The four stations before anything is booked: minutes and what each tests."""
    return [
        _station(
            RoundKind.RECRUITER, "quiet", _("30 minutes"), who=_("Why fintech, why now, in one sentence")
        ),
        _station(
            RoundKind.PRODUCT_SENSE,
            "quiet",
            _("45 minutes"),
            who=_("Whose problem, which metric, what it costs"),
        ),
        _station(
            RoundKind.SYSTEM_DESIGN, "quiet", _("45 minutes"), who=_("A settlement service on a shared board")
        ),
        _station(RoundKind.BEHAVIOURAL, "quiet", _("45 minutes"), who=_("Stories that end at the merchant")),
    ]


def sample_line() -> list[dict[str, Any]]:
    """A loop half way: every state of a station once, the third is where the reader stands."""
    return [
        _station(RoundKind.RECRUITER, "settled", _("Done"), who="Ines", when=_MONDAY, url="#loop-line"),
        _station(
            RoundKind.PRODUCT_SENSE, "break", _("Missed"), who="Tomasz", when=_MONDAY + timedelta(hours=2)
        ),
        _station(
            RoundKind.SYSTEM_DESIGN,
            "live",
            _("Live now"),
            who="Amara",
            when=_MONDAY + timedelta(days=1),
            here=True,
        ),
        _station(
            RoundKind.BEHAVIOURAL, "pending", _("Booked"), who="Kenji", when=_MONDAY + timedelta(days=2)
        ),
    ]


def design_context() -> dict[str, Any]:
    """What the design page shows."""
    return {
        "line": sample_line(),
        "open_line": promised_line(),
        "moment": _MONDAY,
        "surfaces": ["paper", "sheet", "well"],
        "inks": ["ink", "ink-soft", "ink-faint", "accent", "accent-strong", "pending", "settled", "break"],
        "lines": ["hairline", "outline", "margin-rule", "focus"],
        "sizes": ["xs", "s", "m", "l", "xl", "xxl", "hero"],
        "spaces": ["1", "2", "3", "4", "5", "6", "8", "10", "12", "16"],
        "kinds": [
            ("pending", _("Pending")),
            ("live", _("Live now")),
            ("settled", _("Settled")),
            ("break", _("Break")),
            ("quiet", _("Not booked")),
        ],
        "themes": [("light", _("Light")), ("dark", _("Dark"))],
    }
