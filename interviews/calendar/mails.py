"""The mails about a round, each with the event that a calendar takes up.

Every function is a step inside the transaction of what it tells about. A mail is written in the language of
the installation, and in the reader's zone and on their clock.
"""

from collections.abc import Callable, Mapping
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.mail import drop, owe
from interviews.calendar import words
from interviews.calendar.invitation import Attendee, Invitation, Method, document
from interviews.calendar.words import Change, Names, room_address
from interviews.models import Round, Seat

__all__ = ["Change", "room_address"]
_Written = Callable[[Seat, Names], tuple[str, str]]
"""Subject and text for the holder of a seat."""


def invitation(
    round_: Round, *, reader: User | None = None, names: Names | None = None, lasting: bool = False
) -> Invitation:
    """What a calendar is told about this round: the kind and the names, never the prompt.

    Only the reader is listed as attendee, who is all that their calendar needs: people who have not met yet
    don't learn each other's address.

    Args:
        round_: the round.
        reader: whose calendar it is for; None for a file without attendees.
        names: shown names by role, where they are at hand already.
        lasting: stamped with the round's last change instead of now, so that what did not change reads the
            same.
    """
    if names is None:
        names = names_in(_seats(round_))
    now = timezone.now()
    return Invitation(
        round_id=round_.pk,
        sequence=round_.sequence,
        starts_at=round_.starts_at,
        ends_at=round_.ends_at,
        summary=words.summary(round_, names),
        description=words.description(round_),
        url=room_address(round_),
        organizer=_organizer(),
        attendees=[Attendee(reader.shown_name, reader.email)] if reader else [],
        stamp=round_.updated_at if lasting else now,
        created=round_.created_at,
        changed=round_.updated_at,
        cancelled=round_.state == Round.State.CANCELLED,
        reminds=round_.state == Round.State.SCHEDULED,
    )


def names_in(seats: list[Seat]) -> dict[str, str]:
    """Shown names by role; of several observers, one."""
    return {seat.role: seat.person.shown_name for seat in seats}


def owe_invitations(round_: Round, *, prefaces: Mapping[int, str] | None = None) -> None:
    """Owe everybody in the round a REQUEST for its current time; call it inside the booking transaction.

    Args:
        round_: the round.
        prefaces: by person id, a sentence on what led to it.
    """

    def write(seat: Seat, names: Names) -> tuple[str, str]:
        text = words.invitation_text(round_, seat, names, preface=(prefaces or {}).get(seat.person_id, ""))
        return words.subject(_("Booked"), round_, seat.person), text

    _owe(round_, "REQUEST", write)


def owe_observer_invitation(round_: Round, *, seat: Seat, actor: User) -> None:
    """Owe somebody who may watch from now on a REQUEST; the others' calendars stay as they are."""

    def write(seat: Seat, names: Names) -> tuple[str, str]:
        text = words.invitation_text(round_, seat, names, by=actor.shown_name)
        return words.subject(_("Watch a round"), round_, seat.person), text

    _owe(round_, "REQUEST", write, only=seat)


def owe_updates(round_: Round, *, change: Change, actor: User | None, reason: str = "") -> None:
    """Owe everybody in the round a REQUEST with what changed; call it after `sequence` has risen.

    Args:
        round_: the round as it is now.
        change: its time ("moved"), who interviews ("interviewer"), that nobody does ("vacant"), or both
            time and interviewer, at this moment ("rematch").
        actor: who changed it; None for the product itself.
        reason: in their words.
    """

    def write(seat: Seat, names: Names) -> tuple[str, str]:
        subjects = {
            "moved": _("Moved"),
            "interviewer": _("New interviewer"),
            "vacant": _("Interviewer wanted"),
            "rematch": _("It begins now"),
        }
        newly = change == "interviewer" and seat.role == Seat.Role.INTERVIEWER
        word = _("Booked") if newly else subjects[change]
        text = words.update_text(round_, seat, names, change, actor, reason)
        return words.subject(word, round_, seat.person), text

    _owe(round_, "REQUEST", write)


def owe_withdrawal(round_: Round, *, seat: Seat, actor: User | None, reason: str = "") -> None:
    """Owe a person who leaves the round a CANCEL, while the round stands, and let go of their reminders.

    Call it after `sequence` has risen and before the seat goes.
    """

    def write(seat: Seat, names: Names) -> tuple[str, str]:
        text = words.withdrawal_text(round_, seat, actor, reason)
        return words.subject(_("Not yours any more"), round_, seat.person), text

    drop(key_prefix=f"reminder:{round_.pk}:", key_suffix=f":{seat.person_id}")
    _owe(round_, "CANCEL", write, only=seat)


def owe_cancellations(round_: Round, *, actor: User | None, reason: str) -> None:
    """Owe everybody in the round a CANCEL; call it after `sequence` has risen, in the same transaction."""

    def write(seat: Seat, names: Names) -> tuple[str, str]:
        text = words.cancellation_text(round_, seat, actor, reason)
        return words.subject(_("Cancelled"), round_, seat.person), text

    _owe(round_, "CANCEL", write)


def _owe(round_: Round, method: Method, write: _Written, *, only: Seat | None = None) -> None:
    seats = _seats(round_)
    names = names_in(seats)
    with override(settings.LANGUAGE_CODE):
        for seat in seats:
            if only is not None and seat.pk != only.pk:
                continue
            subject, text = write(seat, names)
            owe(
                key=f"round:{round_.pk}:{round_.sequence}:{method.lower()}:{seat.person_id}",
                to=seat.person.email,
                subject=subject,
                text=text,
                calendar=document([invitation(round_, reader=seat.person, names=names)], method),
                method=method,
            )


def _seats(round_: Round) -> list[Seat]:
    return list(round_.seats.select_related("person").order_by("person_id"))


def _organizer() -> Attendee:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Attendee(name or "Mockloop", address)
