"""What the mails and calendars say about a round, in words; the prompt is never among them."""

from collections.abc import Mapping, Sequence
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.zones import written_span
from interviews.calendar.due import Which
from interviews.kinds import RoundKind
from interviews.models import Loop, Round, Seat
from interviews.opening import OPENS_BEFORE

Change = Literal["moved", "interviewer", "vacant", "rematch"]
Names = Mapping[str, str]
"""Shown names by role."""

MODES = {
    Loop.Mode.LEARNING: gettext_lazy("Learning mode: with time to explain."),
    Loop.Mode.STRESS: gettext_lazy("Stress mode: as hard as on the day itself."),
}


def room_address(round_: Round) -> str:
    """The full address of the round's room."""
    return address(reverse("interviews:room", args=[round_.pk]))


def loop_address(round_: Round) -> str:
    """The full address of the round's loop, where it is moved and given back."""
    return address(reverse("interviews:loop", args=[round_.loop_id]))


def address(path: str) -> str:
    """A path of ours as a full address, for a mail."""
    return settings.SITE_URL.rstrip("/") + path


def summary(round_: Round, names: Names) -> str:
    """The title of a calendar entry: the kind and who; without an interviewer while there is none."""
    kind, candidate = RoundKind(round_.kind).label, names.get(Seat.Role.CANDIDATE, "")
    interviewer = names.get(Seat.Role.INTERVIEWER, "")
    if not candidate or not interviewer:
        return f"{kind}: {candidate}" if candidate else str(kind)
    return _("%(kind)s: %(candidate)s with %(interviewer)s") % {
        "kind": kind,
        "candidate": candidate,
        "interviewer": interviewer,
    }


def description(round_: Round) -> str:
    """The text of a calendar entry."""
    return "\n".join(
        [_("A mock interview on Mockloop."), str(MODES[Loop.Mode(round_.loop.mode)]), "", *_where(round_)]
    )


def subject(word: str, round_: Round, person: User) -> str:
    """A subject that says what happened, which round, and when on the reader's clock."""
    return f"{word}: {RoundKind(round_.kind).label}, {_when(round_, person)}"


def invitation_text(round_: Round, seat: Seat, names: Names, *, preface: str = "", by: str = "") -> str:
    """The mail to somebody who has got a seat.

    Args:
        round_: with its loop.
        seat: the reader's, with its person.
        names: shown names by role.
        preface: what led to it, where that is worth a sentence.
        by: who invited an observer.
    """
    return _letter(round_, seat, [*([preface, ""] if preface else []), *_part(seat, names, by), ""])


def update_text(
    round_: Round, seat: Seat, names: Names, change: Change, actor: User | None, reason: str
) -> str:
    """The mail to somebody who keeps their seat in a round that changed."""
    who = _("You") if actor and actor.pk == seat.person_id else actor.shown_name if actor else "Mockloop"
    if change == "moved":
        first = [_("%(who)s moved this round. It is now at the time above.") % {"who": who}]
    elif change == "vacant":
        first = [_("The interviewer can’t make it. We are looking for somebody else; the time stays.")]
    elif seat.role == Seat.Role.INTERVIEWER:
        first = [_("You take this round over."), *_part(seat, names)]
    elif change == "rematch":
        interviewer = names.get(Seat.Role.INTERVIEWER, "–")
        first = [_("%(name)s interviews instead. It begins anew at the time above.") % {"name": interviewer}]
    else:
        interviewer = names.get(Seat.Role.INTERVIEWER, "–")
        first = [_("%(name)s interviews now. The time stays.") % {"name": interviewer}]
    return _letter(round_, seat, [*first, *_reason(reason), ""])


def withdrawal_text(round_: Round, seat: Seat, actor: User | None, reason: str) -> str:
    """The mail to somebody who leaves a round that stands."""
    if seat.role == Seat.Role.OBSERVER:
        first = _("You don’t watch this round any more.")
    elif actor and actor.pk == seat.person_id:
        first = _("You gave this round back.")
    else:
        first = _("Somebody else takes this round.")
    return _farewell(round_, seat, first, reason, [_("The room’s address does not open for you any more.")])


def cancellation_text(round_: Round, seat: Seat, actor: User | None, reason: str) -> str:
    """The mail to somebody whose round won't take place."""
    if actor is None:
        first = _("This round won’t take place.")
    else:
        who = _("you") if actor.pk == seat.person_id else actor.shown_name
        first = _("This round won’t take place: it was cancelled by %(who)s.") % {"who": who}
    next_ = []
    if seat.role == Seat.Role.CANDIDATE:
        next_ = [
            _("Your loop: %(url)s") % {"url": loop_address(round_)},
            _("Book it again: %(url)s")
            % {"url": address(reverse("interviews:book") + f"?rounds={round_.kind}")},
        ]
    return _farewell(round_, seat, first, reason, next_)


def reminder(round_: Round, seat: Seat, names: Names, which: Which) -> tuple[str, str]:
    """Subject and text of a reminder. They hold however late it comes, as long as it is sent at all."""
    word = {"day": _("Coming up"), "hour": _("Soon"), "opening": _("The room is open")}[which]
    said = _part(seat, names)
    if not names.get(Seat.Role.INTERVIEWER):
        said = [_("Nobody interviews yet: we are still looking, and tell you as soon as there is somebody.")]
    elif which == "opening":
        said = said[:1]
    url = address(reverse("interviews:calendar_settings") + "#reminders")
    last = ["", _("Choose which reminders you get: %(url)s") % {"url": url}]
    return subject(word, round_, seat.person), _letter(
        round_, seat, [*said, ""], last, opened=which == "opening"
    )


def head(round_: Round, person: User) -> list[str]:
    """Which round, and when on the reader's clock: how every mail about a round begins."""
    return [str(RoundKind(round_.kind).label), _when(round_, person)]


def _when(round_: Round, person: User) -> str:
    return written_span(round_.starts_at, round_.ends_at, person.timezone, person.clock)


def _letter(
    round_: Round, seat: Seat, said: list[str], last: Sequence[str] = (), *, opened: bool = False
) -> str:
    mode = str(MODES[Loop.Mode(round_.loop.mode)])
    where = _where(round_, seat.role, opened=opened)
    return "\n".join([*head(round_, seat.person), mode, "", *said, *where, *last]) + "\n"


def _farewell(round_: Round, seat: Seat, first: str, reason: str, next_: list[str] | None = None) -> str:
    free = _("Your hour is free again.")
    return (
        "\n".join([*head(round_, seat.person), "", first, *_reason(reason), "", free, *(next_ or [])]) + "\n"
    )


def _part(seat: Seat, names: Names, by: str = "") -> list[str]:
    """What the reader does in the round, and what they see of the prompt."""
    candidate = names.get(Seat.Role.CANDIDATE, "–")
    interviewer = names.get(Seat.Role.INTERVIEWER, "–")
    if seat.role == Seat.Role.OBSERVER:
        return [
            *([_("%(name)s invites you to watch a round.") % {"name": by}] if by else []),
            _("You watch %(candidate)s with %(interviewer)s.")
            % {"candidate": candidate, "interviewer": interviewer},
            *_purpose(seat),
            _("You see the board and the prompt as the candidate does. Everybody sees that you are there."),
        ]
    if seat.role == Seat.Role.CANDIDATE:
        return [
            _("%(name)s interviews you.") % {"name": interviewer},
            _("You see the prompt in the room, step by step."),
        ]
    return [
        _("You interview %(name)s.") % {"name": candidate},
        _("The prompt, with hints and what to listen for, waits for you in the room."),
    ]


def _purpose(seat: Seat) -> list[str]:
    """Why somebody was asked to watch, where it is for more than watching."""
    if seat.purpose == Seat.Purpose.SHADOW:
        return [_("You shadow the interviewer: score beside them, and compare once both cards are in.")]
    if seat.purpose == Seat.Purpose.REVERSE_SHADOW:
        return [_("You are the reverse shadow: you watch a learner interview, and score beside them.")]
    return []


def _where(round_: Round, role: str = "", *, opened: bool = False) -> list[str]:
    """The room, and where to go when the time does not suit."""
    minutes = OPENS_BEFORE.seconds // 60
    room = _("The room: %(url)s") if opened else _("The room opens %(minutes)s minutes before: %(url)s")
    if role == Seat.Role.OBSERVER:
        other = _("The loop it belongs to: %(url)s")
    elif opened:
        other = _("You can’t make it after all? Say so here: %(url)s")
    else:
        other = _("Move it or give it back: %(url)s")
    return [room % {"minutes": minutes, "url": room_address(round_)}, other % {"url": loop_address(round_)}]


def _reason(reason: str) -> list[str]:
    return [_("Reason: %(reason)s") % {"reason": reason.strip()[:500]}] if reason.strip() else []
