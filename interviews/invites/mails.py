"""The mails about an invitation. The booking itself is told by the calendar's own."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.mail import drop, owe
from common.zones import clock_figures, written
from interviews.calendar.words import MODES, address
from interviews.invites.selectors import minutes_of
from interviews.kinds import RoundKind
from interviews.models import Loop, RoundInvite


def link_to(invite: RoundInvite) -> str:
    """The full address under which the invitation can be taken up."""
    return address(reverse("interviews:invite", args=[invite.token]))


def owe_asking(invite: RoundInvite) -> None:
    """Owe the one who is invited the mail with the link; call it when the invitation is made."""
    reader = User.objects.filter(email__iexact=invite.email, is_active=True).first()
    # Of somebody who is not here yet no zone is known: then it is the candidate's, named beside the time.
    zone, clock = (reader or invite.candidate).timezone, (reader or invite.candidate).clock
    name = invite.candidate.shown_name
    with override(settings.LANGUAGE_CODE):
        kind = RoundKind(invite.kind).label
        lines = [
            _("%(name)s would like you to interview them, for practice.") % {"name": name},
            "",
            _("%(kind)s, %(minutes)s minutes") % {"kind": kind, "minutes": minutes_of(invite)},
            when_wanted(invite),
            str(MODES[Loop.Mode(invite.mode)]),
            *(["", _("%(name)s writes:") % {"name": name}, invite.message] if invite.message else []),
            "",
            _("You get a prompt with hints and what to listen for, and lead the talk in the browser."),
            _("Afterwards you score it on a worded scale. Ten minutes of reading before are enough."),
            "",
            _("Choose a time, or say no: %(url)s") % {"url": link_to(invite)},
            _("It is open until %(when)s.") % {"when": written(invite.expires_at, zone, clock=clock)},
            "",
            _("You don’t know %(name)s? Then just leave this mail alone.") % {"name": name},
        ]
        owe(
            key=_key(invite),
            to=invite.email,
            subject=_("%(name)s asks you to interview them: %(kind)s") % {"name": name, "kind": kind},
            text="\n".join(lines) + "\n",
        )


def drop_asking(invite: RoundInvite) -> None:
    """Let go of the mail with the link, if it is still here."""
    drop(key_prefix=_key(invite))


def owe_refusal(invite: RoundInvite, *, person: User) -> None:
    """Owe the candidate that somebody said no, and why."""
    candidate = invite.candidate
    with override(settings.LANGUAGE_CODE):
        values = {"name": person.shown_name, "kind": RoundKind(invite.kind).label}
        lines = [
            _("%(name)s can’t interview you in “%(kind)s”.") % values,
            *([_("Reason: %(reason)s") % {"reason": invite.reason}] if invite.reason else []),
            "",
            _("Invite somebody else: %(url)s") % {"url": address(reverse("interviews:invites"))},
            _("Or book whoever is free: %(url)s") % {"url": address(reverse("interviews:book"))},
        ]
        owe(
            key=f"invite:{invite.pk}:declined",
            to=candidate.email,
            subject=_("%(name)s said no: %(kind)s") % values,
            text="\n".join(lines) + "\n",
        )


def when_wanted(invite: RoundInvite) -> str:
    """The window and the hours that the candidate asked for, on the clock of the invitation's zone."""
    values = {
        "days": _day(invite.first)
        if invite.first == invite.last
        else _("%(first)s to %(last)s") % {"first": _day(invite.first), "last": _day(invite.last)},
        "after": clock_figures(invite.after, invite.candidate.clock),
        "before": clock_figures(invite.before, invite.candidate.clock),
        "zone": invite.timezone,
    }
    if invite.after == invite.before:
        return _("%(days)s, at any hour (%(zone)s)") % values
    return _("%(days)s, between %(after)s and %(before)s (%(zone)s)") % values


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _key(invite: RoundInvite) -> str:
    return f"invite:{invite.pk}:asked"
