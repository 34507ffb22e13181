"""The mails of a calibration session. No mail ever carries a score or a reason."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.mail import Letter, drop, owe_all
from common.zones import written
from interviews.calendar.words import address
from interviews.kinds import RoundKind
from rubrics.models import CalibrationSession, SessionMember

REMIND_BEFORE = timedelta(hours=24)

Members = Iterable[SessionMember]
Words = Callable[[CalibrationSession, User], tuple[str, list[str]]]


def owe_asking(session: CalibrationSession, members: Members) -> None:
    """Owe each of `members` the mail with the link."""

    def words(session: CalibrationSession, person: User) -> tuple[str, list[str]]:
        name = session.coach.shown_name
        subject = _("%(name)s asks you to score a sample: %(sample)s") % {
            "name": name,
            "sample": session.sample.title,
        }
        return subject, [
            _("%(name)s leads a calibration session on “%(sample)s” (%(kind)s).") % _of(session),
            _("Read the sample and score it by yourself, by %(when)s.") % {"when": _due(session, person)},
            _("Nobody sees anybody’s scores before they open for all of you together."),
            *(["", _("%(name)s writes:") % {"name": name}, session.note] if session.note else []),
        ]

    _owe_members(session, members, "asked", words)


def owe_removal(session: CalibrationSession, member: SessionMember) -> None:
    """Owe somebody word that they are no longer asked; what else waits for them is let go."""
    drop_waiting(session, member)
    with override(settings.LANGUAGE_CODE):
        subject = _("You don’t have to score “%(sample)s” any more") % _of(session)
        text = _("%(name)s took you out of the calibration session on “%(sample)s”. There is nothing to do.")
        _owe([(f"{_key(session)}removed:{member.pk}", member.person, subject, [text % _of(session)])])


def owe_new_time(session: CalibrationSession, members: Members) -> None:
    """Owe those whose scores are not in word of another due time; reminders of the former one are let go."""
    drop(key_prefix=f"{_key(session)}reminder:")

    def words(session: CalibrationSession, person: User) -> tuple[str, list[str]]:
        return _("Another due time: “%(sample)s”") % _of(session), [
            _("%(name)s changed when your scores of “%(sample)s” are due.") % _of(session),
            _("It is now %(when)s.") % {"when": _due(session, person)},
        ]

    _owe_members(session, members, f"moved:{int(session.due_at.timestamp())}", words)


def owe_reminders(session: CalibrationSession, members: Members) -> int:
    """Owe each of `members` the reminder of this due time, once; returns how many are to go out."""

    def words(session: CalibrationSession, person: User) -> tuple[str, list[str]]:
        return _("Your scores are due: “%(sample)s”") % _of(session), [
            _("%(name)s waits for your scores of “%(sample)s”.") % _of(session),
            _("They are due %(when)s. Then the session opens, and you can’t hand them in any more.")
            % {"when": _due(session, person)},
        ]

    return _owe_members(
        session, members, f"reminder:{int(session.due_at.timestamp())}", words, expires_at=session.due_at
    )


def owe_opening(session: CalibrationSession, members: Members) -> None:
    """Owe everybody, the coach included, word that the scores lie open."""
    drop_waiting(session)

    def words(session: CalibrationSession, person: User) -> tuple[str, list[str]]:
        return _("The scores are open: “%(sample)s”") % _of(session), [
            _("The calibration session on “%(sample)s” has opened. You see everybody’s scores and reasons.")
            % _of(session),
            _("Where you lie furthest apart is on top. Talk it over there, or together."),
        ]

    _owe_everybody(session, members, "opened", words)


def owe_agreement(session: CalibrationSession, members: Members) -> None:
    """Owe the members word that there are agreed scores now."""

    def words(session: CalibrationSession, person: User) -> tuple[str, list[str]]:
        return _("Agreed: “%(sample)s”") % _of(session), [
            _("%(name)s entered what your discussion of “%(sample)s” came to.") % _of(session),
            _("You see how far your own scores lie from it, and whether that counts for you."),
        ]

    _owe_members(session, members, "agreed", words)


def owe_cancellation(session: CalibrationSession, members: Members, *, reason: str, by_coach: bool) -> None:
    """Owe word that the session is called off: to its members, and to the coach unless they did it."""
    drop_waiting(session)

    def words(session: CalibrationSession, person: User) -> tuple[str, list[str]]:
        said = (
            _("%(name)s called the calibration session on “%(sample)s” off.")
            if by_coach
            else _("The calibration session on “%(sample)s” is called off.")
        )
        return _("Called off: “%(sample)s”") % _of(session), [
            said % _of(session),
            *([_("Reason: %(reason)s") % {"reason": reason}] if reason else []),
        ]

    if by_coach:
        _owe_members(session, members, "cancelled", words)
    else:
        _owe_everybody(session, members, "cancelled", words)


def drop_waiting(session: CalibrationSession, member: SessionMember | None = None) -> None:
    """Let go of mails that ask for scores, of all members or of one whose scores are in."""
    for which in ("asked:", "moved:", "reminder:"):
        drop(
            key_prefix=f"{_key(session)}{which}",
            key_suffix=f":{member.pk}" if member is not None else "",
        )


def _owe_members(
    session: CalibrationSession,
    members: Members,
    what: str,
    words: Words,
    *,
    expires_at: datetime | None = None,
) -> int:
    with override(settings.LANGUAGE_CODE):
        letters = [
            (f"{_key(session)}{what}:{each.pk}", each.person, *words(session, each.person))
            for each in members
        ]
        return _owe(letters, url=_url(session), expires_at=expires_at)


def _owe_everybody(session: CalibrationSession, members: Members, what: str, words: Words) -> None:
    _owe_members(session, members, what, words)
    with override(settings.LANGUAGE_CODE):
        letter = (f"{_key(session)}{what}:coach", session.coach, *words(session, session.coach))
        _owe([letter], url=_url(session))


def _owe(
    letters: Iterable[tuple[str, User, str, list[str]]],
    *,
    url: str = "",
    expires_at: datetime | None = None,
) -> int:
    return owe_all(
        Letter(
            key=key,
            to=person.email,
            subject=subject,
            text="\n".join([*lines, *(["", url] if url else []), ""]),
            expires_at=expires_at,
        )
        for key, person, subject, lines in letters
    )


def _key(session: CalibrationSession) -> str:
    return f"session:{session.pk}:"


def _url(session: CalibrationSession) -> str:
    return address(reverse("rubrics:session", args=[session.pk]))


def _of(session: CalibrationSession) -> dict[str, str]:
    return {
        "name": session.coach.shown_name,
        "sample": session.sample.title,
        "kind": str(RoundKind(session.sample.kind).label),
    }


def _due(session: CalibrationSession, person: User) -> str:
    return written(session.due_at, person.timezone, clock=person.clock)
