"""The places of the frame: what the rail and the bottom bar offer to whom."""

from typing import Any, TypedDict

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Place(TypedDict):
    """One entry of the navigation; `key` is the single key that opens it."""

    title: str | Promise
    url: str
    icon: str
    key: str
    here: bool


# Title, address, icon, key, and the addresses that lie under this place.
_PLACES: tuple[tuple[Any, str, str, str, frozenset[str]], ...] = (
    (_("Next"), "home", "compass", "n", frozenset()),
    (
        _("Loops"),
        "interviews:loops",
        "route",
        "l",
        frozenset(
            {
                "interviews:loop",
                "interviews:book",
                "interviews:cancel_loop",
                "interviews:decline_round",
                "interviews:room",
                "rubrics:scorecard",
            }
        ),
    ),
    (_("Hours"), "interviews:hours", "clock", "h", frozenset()),
    (_("Debriefs"), "rubrics:debriefs", "scroll-text", "d", frozenset({"rubrics:debrief"})),
    (
        _("Settings"),
        "accounts:profile",
        "settings",
        "s",
        frozenset({"accounts:grants", "accounts:end_grant"}),
    ),
)


def _wanted(user: Any) -> set[str]:
    wanted = {"home", "accounts:profile"}
    if user.is_candidate or user.is_peer:
        wanted.add("interviews:loops")
    if user.is_peer:
        wanted.add("interviews:hours")
    if user.is_candidate or user.is_coach:
        wanted.add("rubrics:debriefs")
    return wanted


def places(request: HttpRequest) -> dict[str, list[Place]]:
    """Context processor: `places` in the order of the rail; empty for an anonymous visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"places": []}
    match = request.resolver_match
    here = match.view_name if match else ""
    wanted = _wanted(user)
    found: list[Place] = []
    for title, name, icon, key, under in _PLACES:
        if name in wanted:
            try:
                url = reverse(name)
            except NoReverseMatch:
                continue
            found.append(Place(title=title, url=url, icon=icon, key=key, here=here == name or here in under))
    return {"places": found}
