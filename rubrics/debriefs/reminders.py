"""Reminders of what a debrief waits for: interviewers' cards, and candidates' look backs.

Each is owed once. Everything is written with the loop locked, as by whatever hands something in: so nobody is
reminded of what came in meanwhile, and handing in lets go of what is still queued (`common.mail.drop`).
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.mail import Letter, owe_all
from common.zones import written
from interviews.kinds import RoundKind
from interviews.models import Loop, Round, Seat
from rubrics.debriefs import states
from rubrics.debriefs.due import A_DAY_AFTER, LAST_BEFORE, Which, due, expires_at
from rubrics.debriefs.selectors import Sides, sides
from rubrics.debriefs.services import deadline
from rubrics.models import Debrief, Scorecard
from rubrics.scorecards.visibility import is_revealed

_LOOPS_AT_ONCE = 200


def owe_first(round: Round) -> int:  # noqa: A002
    """Ask for the card and the look back of a round that just took place, in the transaction that closes it.

    Returns:
        How many mails were owed; none for what is in already.
    """
    until = deadline(round.loop)
    found = next(each for each in sides(round.loop) if each.round.pk == round.pk)
    if until is None or until <= timezone.now():
        return 0
    sealed = not is_revealed(round.loop)
    letters = _to_interviewer(found, round.loop, "due", until, sealed=sealed)
    if sealed:
        letters += _first_to_candidate(found, round.loop, until)
    return owe_all(letters)


def owe_reminders() -> int:
    """Owe every reminder that is due now, once each; returns how many are on their way.

    Safe to run at any time and in several workers: a loop that somebody is changing is left to the next run.
    """
    now = timezone.now()
    return sum(_owe_for(loop_id, now) for loop_id in _loops(now)[:_LOOPS_AT_ONCE])


def _loops(now: datetime) -> list[UUID]:
    """Loops whose deadline is to come and in which somebody is late with something: sealed ones, and ones
    released early, where raters who owe a card are still asked for it."""
    held = Round.objects.filter(loop=OuterRef("loop"), state=Round.State.COMPLETED)
    late = held.filter(closed_at__lte=now - A_DAY_AFTER)
    cards = Scorecard.objects.filter(round=OuterRef("round"), rater=OuterRef("person"))
    missing = Seat.objects.filter(
        ~Exists(cards.filter(submitted_at__isnull=False)),
        round__loop=OuterRef("loop"),
        round__state=Round.State.COMPLETED,
    )
    card = missing.filter(role=Seat.Role.INTERVIEWER)
    look_back = missing.filter(role=Seat.Role.CANDIDATE, round__waiver=None)
    owing = Q(state=states.WAITING) | Q(released_at__isnull=False)
    waiting = Debrief.objects.filter(owing, due_at__gt=now).filter(
        Q(Exists(late)) | Q(Exists(held), due_at__lte=now + LAST_BEFORE),
        Q(Exists(card)) | Q(Exists(look_back)),
    )
    return list(waiting.order_by("due_at").values_list("loop", flat=True))


@transaction.atomic
def _owe_for(loop_id: UUID, now: datetime) -> int:
    loop = Loop.objects.select_for_update(skip_locked=True).filter(pk=loop_id).first()
    if loop is None:
        return 0
    until = deadline(loop)
    if until is None:
        return 0
    revealed = is_revealed(loop)
    letters: list[Letter] = []
    look_backs: list[Round] = []
    for found in sides(loop):
        closed_at = found.round.closed_at
        which = due(closed_at, until, now) if closed_at else None
        if which is not None and which != "due":
            letters += _to_interviewer(found, loop, which, until, sealed=not revealed)
        if found.look_back == "owed" and not revealed:
            look_backs.append(found.round)
    return owe_all([*letters, *_again_to_candidate(look_backs, loop, until, now)])


def _to_interviewer(found: Sides, loop: Loop, which: Which, until: datetime, *, sealed: bool) -> list[Letter]:
    person = found.interviewer
    if found.card != "owed" or person is None:
        return []
    with override(settings.LANGUAGE_CODE):
        kind, name = RoundKind(found.round.kind).label, loop.candidate.shown_name
        about = {"kind": kind, "name": name, "until": _until(until, person)}
        subject = {
            "due": _("Your scorecard is due: %(kind)s with %(name)s"),
            "day": _("Your scorecard is still missing: %(kind)s with %(name)s"),
            "last": _("Your scorecard is due within hours: %(kind)s with %(name)s"),
        }[which]
        first = {
            "due": _("The round is over and your card is not in yet. Fill it in while you remember."),
            "day": _("The round was yesterday and your card is not in yet."),
            "last": _("The debrief is about to be put together without your card.")
            if sealed
            else _("The debrief of this loop is there already, without your card; you have not seen it."),
        }[which]
        text = [
            first,
            _("The debrief waits for it until %(until)s.")
            if sealed
            else _("It is asked for until %(until)s."),
            "",
            _address("rubrics:scorecard", found.round),
        ]
        # A deadline that moved on is reminded of anew.
        key = f"card:{found.round.pk}:{person.pk}:{which}" + (
            f":{int(until.timestamp())}" if which == "last" else ""
        )
        return [_letter(key, person, subject % about, [each % about for each in text], which, until)]


def _first_to_candidate(found: Sides, loop: Loop, until: datetime) -> list[Letter]:
    if found.look_back != "owed":
        return []
    person = loop.candidate
    with override(settings.LANGUAGE_CODE):
        about = {"kind": RoundKind(found.round.kind).label, "until": _until(until, person)}
        text = [
            _("The round is over. Score yourself and rate it while you remember, or say that you won’t."),
            _("The debrief waits for it until %(until)s; then everything opens together."),
            "",
            _address("rubrics:look_back", found.round),
        ]
        key = f"look-back:{found.round.pk}:{person.pk}:due"
        subject = _("Look back on %(kind)s") % about
        return [_letter(key, person, subject, [each % about for each in text], "due", until)]


def _again_to_candidate(rounds: list[Round], loop: Loop, until: datetime, now: datetime) -> list[Letter]:
    """One mail for all rounds of a loop: a day after the latest of them, and before the deadline."""
    latest = max(rounds, key=lambda each: each.closed_at or now, default=None)
    which = due(latest.closed_at, until, now) if latest and latest.closed_at else None
    if latest is None or which is None or which == "due":
        return []
    person = loop.candidate
    with override(settings.LANGUAGE_CODE):
        subject = _("You have not looked back yet")
        key = f"look-back:{loop.pk}:{person.pk}:day:{latest.pk}"
        if which == "last":
            subject = _("Your look back is due within hours")
            key = f"look-back:{loop.pk}:{person.pk}:last:{int(until.timestamp())}"
        text = [
            _("The debrief waits until %(until)s for how you saw this, or for your word that you won’t say:")
            % {"until": _until(until, person)},
            "",
            *(f"{RoundKind(each.kind).label}: {_address('rubrics:look_back', each)}" for each in rounds),
        ]
        return [_letter(key, person, subject, text, which, until)]


def _letter(key: str, person: User, subject: str, lines: list[str], which: Which, until: datetime) -> Letter:
    return Letter(
        key=key,
        to=person.email,
        subject=subject,
        text="\n".join([*lines, ""]),
        expires_at=expires_at(which, until),
    )


def _until(moment: datetime, person: User) -> str:
    return written(moment, person.timezone, clock=person.clock)


def _address(name: str, round_: Round) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=[round_.pk])
