"""The mails of a request for cover: asking, and that it is settled. Nothing is booked yet."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.mail import owe
from common.zones import written, written_span
from interviews.changes.policy import COVER_CLOSES
from interviews.kinds import RoundKind
from interviews.models import CoverRequest, Round


def ask_key(request: CoverRequest, person: User) -> str:
    """The key of the mail that asks this person."""
    return f"cover:{request.pk}:ask:{person.pk}"


def owe_cover_ask(request: CoverRequest, round_: Round, person: User) -> None:
    """Owe somebody the question whether they take this round."""
    url = settings.SITE_URL.rstrip("/") + reverse("interviews:cover", args=[request.pk])
    lines = [
        *_head(round_, person),
        "",
        _("The interviewer of %(name)s can’t make it. You are free then: can you take the round?")
        % {"name": round_.loop.candidate.shown_name},
        _("Whoever says yes first gets it. It is open until %(when)s.")
        % {"when": written(_closes(round_), person.timezone, clock=person.clock)},
        "",
        _("Answer here: %(url)s") % {"url": url},
    ]
    owe(
        key=ask_key(request, person),
        to=person.email,
        subject=_("Can you take this round? %(round)s") % {"round": ", ".join(_head(round_, person))},
        text="\n".join(lines) + "\n",
    )


def owe_cover_closed(request: CoverRequest, round_: Round, person: User, state: str) -> None:
    """Owe somebody who was asked word that they are not needed any more."""
    words = {
        CoverRequest.State.FILLED: _("This round has an interviewer now. Thank you for being there."),
        CoverRequest.State.EXPIRED: _("This round was cancelled: nobody could take it in time."),
        CoverRequest.State.WITHDRAWN: _("This round was moved or cancelled, so nobody is needed any more."),
    }
    lines = [*_head(round_, person), "", words[CoverRequest.State(state)], _("You need do nothing.")]
    owe(
        key=f"cover:{request.pk}:closed:{person.pk}",
        to=person.email,
        subject=_("Settled: %(round)s") % {"round": ", ".join(_head(round_, person))},
        text="\n".join(lines) + "\n",
    )


def _head(round_: Round, person: User) -> list[str]:
    return [
        str(RoundKind(round_.kind).label),
        written_span(round_.starts_at, round_.ends_at, person.timezone, person.clock),
    ]


def _closes(round_: Round) -> datetime:
    return round_.starts_at - COVER_CLOSES
