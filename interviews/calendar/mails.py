"""The mails about a round, each with the event that a calendar takes up."""

from collections.abc import Callable
from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.mail import owe
from common.zones import written_span
from interviews.calendar.invitation import Attendee, Invitation, document
from interviews.kinds import RoundKind
from interviews.models import Round, Seat

Change = Literal["moved", "interviewer", "vacant"]


def invitation(
    round_: Round, *, reader: User | None = None, names: dict[str, str] | None = None
) -> Invitation:
    """What a calendar is told about this round: the kind and the names, never the prompt.

    Only the reader is listed as attendee, who is all that their calendar needs: people who have not met yet
    don't learn each other's address.

    Args:
        round_: the round.
        reader: whose calendar it is for; None for a file without attendees.
        names: shown names by role, where they are at hand already.
    """
    if names is None:
        names = _names(_seats(round_))
    url = room_address(round_)
    return Invitation(
        round_id=round_.pk,
        sequence=round_.sequence,
        starts_at=round_.starts_at,
        ends_at=round_.ends_at,
        summary=_("%(kind)s: %(candidate)s with %(interviewer)s")
        % {
            "kind": RoundKind(round_.kind).label,
            "candidate": names.get(Seat.Role.CANDIDATE, "–"),
            "interviewer": names.get(Seat.Role.INTERVIEWER, "–"),
        },
        description=_("A mock interview on Mockloop. The room opens 10 minutes before: %(url)s")
        % {"url": url},
        url=url,
        organizer=_organizer(),
        attendees=[Attendee(reader.shown_name, reader.email)] if reader else [],
        stamp=timezone.now(),
    )


def room_address(round_: Round) -> str:
    """The full address of the round's room."""
    return settings.SITE_URL.rstrip("/") + reverse("interviews:room", args=[round_.pk])


def owe_invitations(round_: Round) -> None:
    """Owe everybody in the round a REQUEST for its current time; call it inside the booking transaction."""
    _owe(round_, "REQUEST", _("Booked"), _invitation_text)


def owe_updates(round_: Round, *, change: Change, actor: User | None, reason: str = "") -> None:
    """Owe everybody in the round a REQUEST with what changed; call it after `sequence` has risen.

    Args:
        round_: the round as it is now.
        change: its time ("moved"), who interviews ("interviewer"), or that nobody does ("vacant").
        actor: who changed it; None for the product itself.
        reason: in their words.
    """
    subject = {"moved": _("Moved"), "interviewer": _("New interviewer"), "vacant": _("Interviewer wanted")}[
        change
    ]

    def text(round_: Round, seat: Seat, names: dict[str, str]) -> str:
        return _update_text(round_, seat, names, change, actor, reason)

    _owe(round_, "REQUEST", subject, text)


def owe_withdrawal(round_: Round, *, seat: Seat, actor: User | None, reason: str = "") -> None:
    """Owe a person who leaves the round a CANCEL, while the round stands; call it before the seat goes."""
    person = seat.person
    lines = [
        str(RoundKind(round_.kind).label),
        written_span(round_.starts_at, round_.ends_at, person.timezone, person.clock),
        "",
        _("You gave this round back.") if actor == person else _("Somebody else takes this round."),
        *_reason_lines(reason),
        "",
        _("Your hour is free again."),
    ]
    owe(
        key=f"round:{round_.pk}:{round_.sequence}:cancel:{person.pk}",
        to=person.email,
        subject=_subject(_("Not yours any more"), round_, person),
        text="\n".join(lines) + "\n",
        calendar=document(invitation(round_, reader=person), "CANCEL"),
        method="CANCEL",
    )


def owe_cancellations(round_: Round, *, actor: User | None, reason: str) -> None:
    """Owe everybody in the round a CANCEL; call it after `sequence` has risen, in the same transaction."""
    _owe(
        round_,
        "CANCEL",
        _("Cancelled"),
        lambda round_, seat, names: _cancellation_text(round_, seat, actor, reason),
    )


def _owe(round_: Round, method: str, word: str, text: Callable[[Round, Seat, dict[str, str]], str]) -> None:
    seats = _seats(round_)
    names = _names(seats)
    for seat in seats:
        owe(
            key=f"round:{round_.pk}:{round_.sequence}:{method.lower()}:{seat.person_id}",
            to=seat.person.email,
            subject=_subject(word, round_, seat.person),
            text=text(round_, seat, names),
            calendar=document(invitation(round_, reader=seat.person, names=names), method),
            method=method,
        )


def _names(seats: list[Seat]) -> dict[str, str]:
    return {seat.role: seat.person.shown_name for seat in seats}


def _seats(round_: Round) -> list[Seat]:
    return list(round_.seats.select_related("person").order_by("person_id"))


def _organizer() -> Attendee:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Attendee(name or "Mockloop", address)


def _subject(word: str, round_: Round, person: User) -> str:
    span = written_span(round_.starts_at, round_.ends_at, person.timezone, person.clock)
    return f"{word}: {RoundKind(round_.kind).label}, {span}"


def _invitation_text(round_: Round, seat: Seat, names: dict[str, str]) -> str:
    if seat.role == Seat.Role.OBSERVER:
        first = _("You watch %(candidate)s with %(interviewer)s.") % {
            "candidate": names.get(Seat.Role.CANDIDATE, "–"),
            "interviewer": names.get(Seat.Role.INTERVIEWER, "–"),
        }
        next_ = _("You see what the candidate sees.")
    elif seat.role == Seat.Role.CANDIDATE:
        first = _("%(name)s interviews you.") % {"name": names.get(Seat.Role.INTERVIEWER, "–")}
        next_ = _("You see the prompt in the room, step by step.")
    else:
        first = _("You interview %(name)s.") % {"name": names.get(Seat.Role.CANDIDATE, "–")}
        next_ = _("The prompt, with hints and what to listen for, waits for you in the room.")
    lines = [
        str(RoundKind(round_.kind).label),
        written_span(round_.starts_at, round_.ends_at, seat.person.timezone, seat.person.clock),
        "",
        first,
        next_,
        "",
        _("The room opens 10 minutes before: %(url)s") % {"url": room_address(round_)},
    ]
    return "\n".join(lines) + "\n"


def _update_text(
    round_: Round, seat: Seat, names: dict[str, str], change: Change, actor: User | None, reason: str
) -> str:
    who = _("You") if actor and actor.pk == seat.person_id else actor.shown_name if actor else "Mockloop"
    interviewer = names.get(Seat.Role.INTERVIEWER, "")
    if change == "moved":
        first = _("%(who)s moved this round. It is now at the time above.") % {"who": who}
    elif change == "vacant":
        first = _("The interviewer can’t make it. We are looking for somebody else; the time stays.")
    elif seat.role == Seat.Role.INTERVIEWER:
        first = _("You interview %(name)s.") % {"name": names.get(Seat.Role.CANDIDATE, "–")}
    else:
        first = _("%(name)s interviews now. The time stays.") % {"name": interviewer}
    lines = [
        str(RoundKind(round_.kind).label),
        written_span(round_.starts_at, round_.ends_at, seat.person.timezone, seat.person.clock),
        "",
        first,
        *_reason_lines(reason),
        "",
        _("The room opens 10 minutes before: %(url)s") % {"url": room_address(round_)},
    ]
    return "\n".join(lines) + "\n"


def _reason_lines(reason: str) -> list[str]:
    return [_("Reason: %(reason)s") % {"reason": reason.strip()[:500]}] if reason.strip() else []


def _cancellation_text(round_: Round, seat: Seat, actor: User | None, reason: str) -> str:
    who = actor.shown_name if actor else "Mockloop"
    if actor and actor.pk == seat.person_id:
        who = _("you")
    lines = [
        str(RoundKind(round_.kind).label),
        written_span(round_.starts_at, round_.ends_at, seat.person.timezone, seat.person.clock),
        "",
        _("This round won’t take place: it was cancelled by %(who)s.") % {"who": who},
    ]
    lines += [*_reason_lines(reason), "", _("Your hour is free again.")]
    if seat.role == Seat.Role.CANDIDATE:
        url = settings.SITE_URL.rstrip("/") + reverse("interviews:loop", args=[round_.loop_id])
        lines.append(_("Your loop: %(url)s") % {"url": url})
    return "\n".join(lines) + "\n"
