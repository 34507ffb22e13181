"""Invitations in words, for the pages."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, TypedDict
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from common.clock import current_clock
from common.zones import written
from interviews.booking.services import moment
from interviews.calendar.words import MODES
from interviews.invites.mails import link_to, when_wanted
from interviews.invites.selectors import minutes_of, state_of
from interviews.kinds import RoundKind
from interviews.loops.words import Look
from interviews.models import Loop, RoundInvite


class Card(TypedDict):
    """An invitation as a page shows it."""

    invite: RoundInvite
    title: Any
    minutes: int
    mode: Any
    when: str
    link: str
    state: str
    look: Look


class Time(TypedDict):
    """A time that can be picked: its quarter, the clock in the viewer's zone, and the minute that shows."""

    start: int
    clock: str
    minute: int


class Day(TypedDict):
    """A day in the viewer's zone on which something is free, and the address that opens it."""

    date: date
    title: str
    count: int
    url: str
    here: bool


def card(invite: RoundInvite) -> Card:
    """An invitation with its state in words; with its track, candidate and who answered fetched."""
    state = state_of(invite)
    who = invite.answered_by.shown_name if invite.answered_by else _("Somebody")
    looks = {
        "open": Look(state="pending", word=_("Open")),
        "accepted": Look(state="settled", word=_("%(name)s said yes") % {"name": who}),
        "declined": Look(state="break", word=_("%(name)s said no") % {"name": who}),
        "withdrawn": Look(state="quiet", word=_("Taken back")),
        "expired": Look(state="quiet", word=_("Expired")),
    }
    return Card(
        invite=invite,
        title=RoundKind(invite.kind).label,
        minutes=minutes_of(invite),
        mode=MODES[Loop.Mode(invite.mode)],
        when=when_wanted(invite),
        link=link_to(invite),
        state=state,
        look=looks[state],
    )


def days_with(starts: Iterable[int], asked: str) -> tuple[list[Day], list[list[Time]]]:
    """The days on which something is free, and the times of one of them, an hour in a row.

    Args:
        starts: quarters in order.
        asked: the day that was asked for (ISO); the first one, where it has nothing.
    """
    zone = timezone.get_current_timezone_name()
    by_day = {
        day: list(quarters)
        for day, quarters in groupby(starts, lambda at: timezone.localtime(moment(at)).date())
    }
    if not by_day:
        return [], []
    chosen = next((day for day in by_day if day.isoformat() == asked), next(iter(by_day)))
    days = [
        Day(
            date=day,
            title=written(moment(quarters[0]), zone, "day"),
            count=len(quarters),
            url="?" + urlencode({"day": day.isoformat()}),
            here=day == chosen,
        )
        for day, quarters in by_day.items()
    ]
    hours = groupby(by_day[chosen], lambda at: timezone.localtime(moment(at)).strftime("%H %z"))
    clock = current_clock()
    return days, [
        [
            Time(
                start=at,
                clock=written(moment(at), zone, "clock", clock),
                minute=timezone.localtime(moment(at)).minute,
            )
            for at in quarters
        ]
        for _hour, quarters in hours
    ]
