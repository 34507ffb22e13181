"""Inviting a particular person to interview, and what they answer."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.errors import Conflict, DomainError
from common.retry import persistently
from interviews.booking.plans import Slot
from interviews.booking.services import is_claim, lock_schedules, make_loop
from interviews.credits.rules import PER_ROUND
from interviews.credits.selectors import credits_of
from interviews.credits.services import too_few
from interviews.invites import mails
from interviews.invites.selectors import (
    kept_apart,
    minutes_of,
    open_invites,
    possible_starts,
    state_of,
    window_of,
)
from interviews.models import Loop, RoundInvite, Track

MOST_OPEN = 20
"""Invitations of one candidate that wait for an answer at the same time."""


@dataclass(frozen=True)
class Wanted:
    """What a candidate asks for; dates and hours are on their own clock, the same hour twice means any."""

    track: Track
    kind: str
    mode: str
    first: date
    last: date
    after: time
    before: time
    email: str = ""
    message: str = ""


@transaction.atomic
def invite(*, candidate: User, wanted: Wanted, key: UUID) -> RoundInvite:
    """Make an invitation, and mail its link where an address was given.

    The same `key` of the same candidate makes one. To somebody who is not put together with the candidate no
    mail goes, which neither is told.

    Raises:
        DomainError: code "not_candidate", "own_address", "asked" (that address has an open one for this kind
            already), "many", "credits" (the booking could not be paid).
    """
    # The candidate's row is held, so that what is counted here stays so until the end.
    asker = User.objects.select_for_update().get(pk=candidate.pk)
    made = RoundInvite.objects.filter(pk=key, candidate=asker).first()
    if made is not None:
        return made
    if not asker.is_candidate:
        raise DomainError(_("Switch on “candidate” in your settings, then invite."), code="not_candidate")
    email = wanted.email.strip().lower()
    if email == asker.email:
        raise DomainError(
            _("That is your own address. Give that of who should interview you."), "own_address"
        )
    waiting = open_invites(asker)
    if email and waiting.filter(email=email, kind=wanted.kind).exists():
        raise DomainError(
            _("You have asked this address for this kind of round already. Wait, or take that one back."),
            code="asked",
        )
    if waiting.count() >= MOST_OPEN:
        raise DomainError(
            _("%(most)s of your invitations wait for an answer. Take one back first.") % {"most": MOST_OPEN},
            code="many",
        )
    purse = credits_of(asker)
    if purse.required and purse.balance < PER_ROUND:
        raise DomainError(too_few(purse.balance, PER_ROUND), code="credits")
    made = RoundInvite(
        id=key,
        candidate=asker,
        track=wanted.track,
        kind=wanted.kind,
        mode=wanted.mode,
        timezone=asker.timezone,
        first=wanted.first,
        last=wanted.last,
        after=wanted.after,
        before=wanted.before,
        email=email,
        message=wanted.message.strip()[:500],
    )
    made.expires_at = window_of(made)[1]
    made.save(force_insert=True)
    if email and not _unwanted(made):
        mails.owe_asking(made)
    return made


@transaction.atomic
def withdraw_invite(*, invite: RoundInvite, actor: User) -> RoundInvite:
    """Take an invitation back; its link says so from then on. Twice changes nothing.

    Raises:
        DomainError: code "not_yours"; "answered" when somebody was faster.
    """
    found = _locked(invite)
    if found.candidate_id != actor.pk:
        raise DomainError(_("Only who invited can take it back."), code="not_yours")
    if found.state == RoundInvite.State.WITHDRAWN:
        return found
    if found.state != RoundInvite.State.OPEN:
        raise DomainError(_("It has been answered already, so there is nothing to take back."), "answered")
    mails.drop_asking(found)
    return _answer(found, RoundInvite.State.WITHDRAWN, None)


@transaction.atomic
def decline_invite(*, invite: RoundInvite, person: User, reason: str = "") -> RoundInvite:
    """Say no, which the candidate reads in a mail. Twice changes nothing.

    Raises:
        DomainError: code "own".
        Conflict: code "closed": it can't be answered any more.
    """
    found = _locked(invite)
    if found.state == RoundInvite.State.DECLINED and found.answered_by_id == person.pk:
        return found
    _check_open(found, person)
    found.reason = reason.strip()[:500]
    _answer(found, RoundInvite.State.DECLINED, person)
    mails.owe_refusal(found, person=person)
    return found


def accept_invite(*, invite: RoundInvite, person: User, start: int) -> Loop:
    """Take an invitation up at a time: the round is booked as a loop of its own, with everything, or nothing.

    Whoever is neither peer nor coach becomes a peer. Of several who answer at once, one wins; the same person
    answering twice gets the loop that is there.

    Args:
        invite: read again under lock.
        person: who interviews.
        start: the quarter at which the round begins.

    Raises:
        DomainError: code "own", or what forbids the booking.
        Conflict: code "closed", it can't be answered any more; "taken", not at that time.
    """
    try:
        return persistently(lambda: _accept(invite, person, start), exhausted=_taken)
    except IntegrityError as error:
        if not is_claim(error):
            raise
        raise _taken() from None


def _accept(invite: RoundInvite, person: User, start: int) -> Loop:
    found = _locked(invite)
    if found.loop is not None and found.answered_by_id == person.pk:
        return found.loop
    _check_open(found, person)
    lock_schedules({person.pk})
    interviewer = User.objects.select_for_update().get(pk=person.pk)
    if start not in possible_starts(found, interviewer):
        raise _taken()
    if not interviewer.is_peer and not interviewer.is_coach:
        interviewer.is_peer = True
        interviewer.save(update_fields=["is_peer"])
    candidate = found.candidate
    with override(settings.LANGUAGE_CODE):
        prefaces = {
            candidate.pk: _("%(name)s took up your invitation.") % {"name": interviewer.shown_name},
            interviewer.pk: _("You took up the invitation of %(name)s.") % {"name": candidate.shown_name},
        }
    try:
        loop = make_loop(
            candidate=candidate,
            track=found.track,
            slots=[Slot(found.kind, interviewer.pk, start, -(-minutes_of(found) // 15))],
            booking_key=found.pk,
            actor=interviewer,
            mode=found.mode,
            prefaces=prefaces,
        )
    except DomainError as refusal:
        if refusal.code != "credits":
            raise
        # What it says is for the candidate, who does not read it here.
        raise DomainError(
            _("%(name)s has too few credits to book a round now. Nothing was booked. Let them know.")
            % {"name": candidate.shown_name},
            code="credits",
        ) from None
    found.loop = loop
    mails.drop_asking(found)
    _answer(found, RoundInvite.State.ACCEPTED, interviewer)
    return loop


def _locked(invite: RoundInvite) -> RoundInvite:
    """The row under lock: two answers wait for each other. Nothing else is locked before it.

    Its loop is not joined: PostgreSQL, having waited, reads the locked row anew, but not what was joined.
    """
    return (
        RoundInvite.objects.select_for_update(of=("self",))
        .select_related("candidate", "track")
        .get(pk=invite.pk)
    )


def _check_open(invite: RoundInvite, person: User) -> None:
    if invite.candidate_id == person.pk:
        raise DomainError(_("This is your own invitation. Send its link to who should run it."), code="own")
    if not may_answer(invite, person):
        raise Conflict(_("This invitation can’t be answered any more. Nothing was booked."), code="closed")


def may_answer(invite: RoundInvite, person: User) -> bool:
    """Whether this person could still say yes or no; who is kept apart can't, and is not told why."""
    return (
        state_of(invite) == "open"
        and invite.candidate.is_active
        and invite.candidate.is_candidate
        and not kept_apart(invite, person)
    )


def _answer(invite: RoundInvite, state: str, person: User | None) -> RoundInvite:
    invite.state = state
    invite.answered_by = person
    invite.answered_at = timezone.now()
    invite.save(update_fields=["state", "answered_by", "answered_at", "reason", "loop", "updated_at"])
    return invite


def _unwanted(invite: RoundInvite) -> bool:
    person = User.objects.filter(email=invite.email).first()
    return person is not None and kept_apart(invite, person)


def _taken() -> Conflict:
    return Conflict(
        _("This time was just taken. Nothing was booked. Here is what is free for both of you now."),
        code="taken",
    )
