"""The places of the frame: what the rail and the bottom bar offer to whom."""

import re
from typing import Any, NamedTuple, TypedDict

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Place(TypedDict):
    """One entry of the navigation; `key` is the single key that opens it."""

    title: str | Promise
    url: str
    icon: str
    key: str
    here: bool


class _Entry(NamedTuple):
    """A place before anybody looks at it: `under` matches the paths that lie under it."""

    title: Promise
    name: str
    icon: str
    key: str
    under: re.Pattern[str]


_ENTRIES = (
    _Entry(_("Next"), "home", "compass", "n", re.compile(r"/$")),
    _Entry(
        _("Loops"),
        "interviews:loops",
        "route",
        "l",
        re.compile(r"/(loops|rounds|boards|invites)/(?!.*/debrief)"),
    ),
    _Entry(_("Prepare"), "prep:plan", "notebook-pen", "p", re.compile(r"/prepare/")),
    _Entry(_("Hours"), "interviews:hours", "clock", "h", re.compile(r"/hours/")),
    _Entry(
        _("Debriefs"),
        "rubrics:debriefs",
        "scroll-text",
        "d",
        re.compile(r"/(debriefs|season|cohort|exports)/|/loops/.*/debrief"),
    ),
    _Entry(_("Rubrics"), "rubrics:rubrics", "scale", "r", re.compile(r"/rubrics/")),
    _Entry(_("Scoring"), "rubrics:scoring", "clipboard-check", "c", re.compile(r"/(scoring|calibration)/")),
    _Entry(_("Load"), "interviews:load", "chart-line", "o", re.compile(r"/load/")),
    _Entry(_("Settings"), "accounts:profile", "settings", "s", re.compile(r"/settings/|/accounts/")),
)


def _wanted(user: Any) -> set[str]:
    wanted = {"home", "accounts:profile"}
    if user.is_candidate or user.is_peer:
        wanted.add("interviews:loops")
    if user.is_candidate:
        wanted.add("prep:plan")
    if user.is_peer:
        wanted.add("interviews:hours")
    if user.is_candidate or user.is_coach:
        wanted.add("rubrics:debriefs")
    if user.is_coach or user.is_staff:
        wanted |= {"rubrics:rubrics", "rubrics:scoring"}
    if user.is_peer:
        wanted.add("rubrics:scoring")
    if user.is_staff:
        wanted.add("interviews:load")
    return wanted


def _name(entry: _Entry, user: Any) -> str:
    """Where an entry leads: to scoring whoever rates by their own page, others by what they may see of it."""
    if entry.name != "rubrics:scoring" or user.is_peer:
        return entry.name
    return "rubrics:raters" if user.is_coach else "rubrics:agreement"


def places(request: HttpRequest) -> dict[str, list[Place]]:
    """Context processor: `places` in the order of the rail; empty for an anonymous visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"places": []}
    wanted = _wanted(user)
    return {
        "places": [
            Place(
                title=entry.title,
                url=reverse(_name(entry, user)),
                icon=entry.icon,
                key=entry.key,
                here=bool(entry.under.match(request.path_info)),
            )
            for entry in _ENTRIES
            if entry.name in wanted
        ]
    }
