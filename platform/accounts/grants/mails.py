"""The mails about being asked for a grant, and about its answer."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import GrantAsk, User
from common.mail import Letter, drop, owe_all
from common.zones import written


def link(path: str) -> str:
    """The full address of a page."""
    return settings.SITE_URL.rstrip("/") + path


def owe_asking(ask: GrantAsk) -> None:
    """Owe whoever reads mail at the address the link under which they answer; one each time it is sent."""
    name = ask.asker.shown_name
    with override(settings.LANGUAGE_CODE):
        if ask.way == GrantAsk.Way.INVITE:
            subject = _("%(name)s asks you to coach them")
            what = _(
                "%(name)s practises product interviews at Mockloop and would like you as their coach: "
                "you would see their loops, rounds, boards and debriefs, and could write to them about these."
            )
        else:
            subject = _("%(name)s would like to coach you")
            what = _(
                "%(name)s coaches people who practise product interviews at Mockloop and asks whether they "
                "may coach you: they would see your loops, rounds, boards and debriefs. "
                "You could end it at any time."
            )
        lines = [
            what % {"name": name},
            *(["", _("%(name)s writes:") % {"name": name}, ask.message] if ask.message else []),
            "",
            _("Say yes or no: %(url)s") % {"url": link(reverse("accounts:answer_ask", args=[ask.token]))},
            _("Sign in with this address, or sign up with it. It is open until %(when)s.")
            % {"when": _written(ask.expires_at, ask)},
            "",
            _("You don’t know %(name)s? Then just leave this mail alone.") % {"name": name},
        ]
        owe_all(
            [
                Letter(
                    key=f"{_key(ask)}{ask.sent}",
                    to=ask.email,
                    subject=subject % {"name": name},
                    text="\n".join(lines) + "\n",
                    expires_at=ask.expires_at,
                )
            ]
        )


def drop_asking(ask: GrantAsk) -> None:
    """Let go of the mail with the link, if it is still here."""
    drop(key_prefix=_key(ask))


def owe_acceptance(ask: GrantAsk, *, person: User) -> None:
    """Owe who asked that somebody said yes."""
    values = {"name": person.shown_name, "email": person.email}
    with override(settings.LANGUAGE_CODE):
        if ask.way == GrantAsk.Way.INVITE:
            subject = _("%(name)s coaches you from now on") % values
            text = _(
                "%(name)s (%(email)s) took up your invitation and sees your loops, rounds, boards and "
                "debriefs from now on.\n\nWho sees what, who looked at what, and how to end it: %(url)s\n"
            )
        else:
            subject = _("%(name)s lets you coach them") % values
            text = _(
                "%(name)s (%(email)s) said yes: you see their loops, rounds, boards and debriefs from now "
                "on. They can end it at any time.\n\nYour candidates: %(url)s\n"
            )
        letter = Letter(
            key=f"{_key(ask)}yes",
            to=ask.asker.email,
            subject=subject,
            text=text % {**values, "url": link(reverse("accounts:grants"))},
        )
        owe_all([letter])


def _written(moment: datetime, ask: GrantAsk) -> str:
    # Of whoever reads it no zone is known, and looking it up would say that they are here.
    return written(moment, ask.asker.timezone, clock=ask.asker.clock)


def _key(ask: GrantAsk) -> str:
    return f"grant-ask:{ask.pk}:"
