"""What a forecast says, in words with its arithmetic."""

from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from interviews.kinds import RoundKind
from interviews.load.thin import MORE

ENOUGH = 0.95
"""From this first-try rate on nothing is called thin."""
_NAMES = {
    RoundKind.RECRUITER: gettext_lazy("recruiter screen"),
    RoundKind.PRODUCT_SENSE: gettext_lazy("product sense"),
    RoundKind.SYSTEM_DESIGN: gettext_lazy("system design"),
    RoundKind.BEHAVIOURAL: gettext_lazy("behavioural"),
    RoundKind.NEGOTIATION: gettext_lazy("negotiation"),
}
_COUNTS = {1: gettext_lazy("One more"), 2: gettext_lazy("Two more"), 3: gettext_lazy("Three more")}


class Line(TypedDict):
    """A kind of round in a forecast; rates in whole per cent, None where nothing was asked; `more` has
    (how many more, rate). `uncalibrated` peers offer the kind too, but can't be booked for it yet."""

    title: Any
    peers: int
    uncalibrated: int
    hours: float
    alone: int | None
    more: list[tuple[int, int | None]]


class Thin(TypedDict):
    """A forecast for the page."""

    sentence: str
    rate: int | None
    met: int
    asked: int
    replayed: int
    typical: int
    stopped: bool
    days: int
    lines: list[Line]


def thin_words(result: dict[str, Any]) -> Thin:
    """The figures of a forecast (format 1) with the sentence on top."""
    asked, met = result["asked"], result["met"]
    return Thin(
        sentence=_sentence(result),
        rate=per_cent(met, asked),
        met=met,
        asked=asked,
        replayed=result["replayed"],
        typical=asked - result["replayed"],
        stopped=asked < result["samples"],
        days=result["days"],
        lines=[
            Line(
                title=RoundKind(each["kind"]).label,
                peers=each["peers"],
                # Forecasts from before there was calibration don't say.
                uncalibrated=each.get("uncalibrated", 0),
                hours=each["hours"],
                alone=per_cent(each["alone"], each["wanted"]),
                more=[(many, per_cent(each["more"][str(many)], asked)) for many in MORE],
            )
            for each in result["kinds"]
        ],
    )


def per_cent(part: int, whole: int) -> int | None:
    """In whole per cent; None of nothing."""
    return round(100 * part / whole) if whole else None


def _sentence(result: dict[str, Any]) -> str:
    asked, met = result["asked"], result["met"]
    if not asked:
        return _("Nothing could be tried: there is no track to book yet.")
    if not any(each["peers"] for each in result["kinds"]):
        return _("No peer has stated hours yet, so no request can be met. Invite the first peers.")
    if met >= ENOUGH * asked:
        return _("Nothing is thin: %(met)s of %(asked)s requests are met at the first try.") % {
            "met": met,
            "asked": asked,
        }
    kind, many, gained = _best(result)
    now = per_cent(met, asked)
    if gained == met:
        return _(
            "%(rate)s %% of requests are met at the first try, and more peers of any one kind would not "
            "change that. Longer hours would, or peers who run several kinds."
        ) % {"rate": now}
    return ngettext(
        "%(count_words)s %(kind)s peer would raise the first-try rate from %(now)s %% to %(then)s %%.",
        "%(count_words)s %(kind)s peers would raise the first-try rate from %(now)s %% to %(then)s %%.",
        many,
    ) % {
        "count_words": _COUNTS[many],
        "kind": _NAMES[RoundKind(kind)],
        "now": now,
        "then": per_cent(gained, asked),
    }


def _best(result: dict[str, Any]) -> tuple[str, int, int]:
    """(kind, how many more, requests met then): what gains most; fewer peers where they do nearly as well."""
    met = result["met"]
    kind = max(result["kinds"], key=lambda each: (max(each["more"].values()), -each["hours"]))
    most = max(kind["more"].values())
    # Four fifths of the gain for fewer people is the better advice.
    many = min(many for many in MORE if kind["more"][str(many)] - met >= 0.8 * (most - met))
    return kind["kind"], many, kind["more"][str(many)]
