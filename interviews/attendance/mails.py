"""Mails about who came: to whom it concerns, with what they can do."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.mail import owe
from common.zones import written_span
from interviews.attendance.rules import DISPUTABLE
from interviews.kinds import RoundKind
from interviews.models import Attendance, CoverAsk, Round, Seat


def _address(name: str, *args: object) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(f"interviews:{name}", args=args)


def _head(round_: Round, person: User) -> list[str]:
    return [
        str(RoundKind(round_.kind).label),
        written_span(round_.starts_at, round_.ends_at, person.timezone, person.clock),
        "",
    ]


def owe_no_show(round_: Round, seat: Seat, by: User | None) -> None:
    """Owe a person the mail that they are noted as not having come."""
    person = seat.person
    who = (
        _("%(name)s waited for you and says that you did not come.") % {"name": by.shown_name}
        if by
        else _("You were not seen in the room of this round, so you are noted as not having come.")
    )
    lines = [
        *_head(round_, person),
        who,
        "",
        _("If you were there, or it was not your fault, you can dispute it for %(days)s days: %(url)s")
        % {"days": DISPUTABLE.days, "url": _address("record")},
        _("While an administrator looks at it, it does not count."),
    ]
    owe(
        key=f"no-show:{round_.pk}:{person.pk}",
        to=person.email,
        subject=_("You were missed: %(kind)s") % {"kind": RoundKind(round_.kind).label},
        text="\n".join(lines) + "\n",
    )


def owe_settled(round_: Round, row: Attendance) -> None:
    """Owe the person who disputed a no-show the mail with what came of it."""
    granted = row.dispute == Attendance.Dispute.GRANTED
    lines = [
        *_head(round_, row.person),
        _("Your dispute was granted: that you did not come does not count any more.")
        if granted
        else _("Your dispute was looked at and not granted: it stays noted that you did not come."),
        "",
        _("Your record: %(url)s") % {"url": _address("record")},
    ]
    owe(
        key=f"no-show-settled:{round_.pk}:{row.person_id}",
        to=row.person.email,
        subject=_("Your dispute: granted") if granted else _("Your dispute: not granted"),
        text="\n".join(lines) + "\n",
    )


def owe_ask(round_: Round, ask: CoverAsk) -> None:
    """Owe somebody who is online the question whether they take a round whose candidate waits now."""
    person = ask.person
    lines = [
        _("%(name)s sits in the room and the interviewer did not come. Can you run this round now?")
        % {"name": round_.loop.candidate.shown_name},
        "",
        str(RoundKind(round_.kind).label),
        "",
        _("The first who says yes gets it, within three minutes: %(url)s") % {"url": _address("ask", ask.pk)},
        _("You don’t need to answer if you can’t."),
    ]
    owe(
        key=f"ask:{ask.request_id}:{person.pk}",
        to=person.email,
        subject=_("Somebody waits for an interviewer now: %(kind)s") % {"kind": RoundKind(round_.kind).label},
        text="\n".join(lines) + "\n",
    )


def owe_missed(round_: Round) -> None:
    """Owe the candidate of a round that is missed for want of an interviewer what they have instead."""
    person = round_.loop.candidate
    lines = [
        *_head(round_, person),
        _("Nobody ran this round for you, and we are sorry. You have a priority pass for another one."),
        _("It costs nothing, and its plans come earliest first. Should it lose its interviewer, we look for"),
        _("another before we look for other rounds. It reserves nobody: an hour is yours once it is booked."),
        "",
        _("Book it again: %(url)s") % {"url": f"{_address('book')}?rounds={round_.kind}"},
    ]
    owe(
        key=f"missed:{round_.pk}:{person.pk}",
        to=person.email,
        subject=_("Priority pass: %(kind)s") % {"kind": RoundKind(round_.kind).label},
        text="\n".join(lines) + "\n",
    )
