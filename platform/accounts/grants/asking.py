"""Asking for a grant by address, sending the mail again, taking it back, and answering.

Whoever asks hears the same whether or not somebody here reads mail at the address, and whether or not that
person wants to be asked.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants import mails
from accounts.grants.selectors import addresses_of, state_of
from accounts.grants.services import grant_coach
from accounts.models import AskBlock, CoachGrant, GrantAsk, User
from common.errors import Conflict, DomainError
from common.retry import persistently

MOST_OPEN = 20
"""Asks of one person, each way, that wait for an answer at the same time."""
MOST_SENT = 3
"""How often one ask is mailed."""
STAYS_OPEN = timedelta(days=14)
PAUSE = timedelta(hours=24)
"""How long after a mail the next one of the same ask may go."""

_OPEN = GrantAsk.State.OPEN


@transaction.atomic
def ask(*, asker: User, way: str, email: str, message: str = "") -> GrantAsk:
    """Ask whoever reads mail at an address: a candidate a coach ("invite"), or a coach a candidate ("ask").

    Raises:
        DomainError: code "not_candidate", "not_coach", "own_address", "granted" (it is so already), "many".
        Conflict: code "asked": this address has an open one already.
    """
    # The asker's row is held, so that what is counted here stays so until the end.
    person = User.objects.select_for_update().get(pk=asker.pk)
    email, now = email.strip().lower(), timezone.now()
    invites = way == GrantAsk.Way.INVITE
    if invites and not person.is_candidate:
        raise DomainError(_("Only somebody who practises can let a coach in."), "not_candidate")
    if not invites and not person.is_coach:
        raise DomainError(_("Only a coach can ask. Tick in your settings that you coach."), "not_coach")
    if email == person.email or email in addresses_of(person):
        raise DomainError(
            _("That is your own address. Give your coach’s address.")
            if invites
            else _("That is your own address. Give your candidate’s address."),
            "own_address",
        )
    active = CoachGrant.objects.filter(revoked_at=None)
    pair = active.filter(candidate=person, coach__email=email, coach__is_coach=True)
    if not invites:
        pair = active.filter(coach=person, candidate__email=email)
    if pair.exists():
        raise DomainError(
            _("This coach sees what you do already.") if invites else _("You coach this person already."),
            "granted",
        )
    mine = GrantAsk.objects.filter(asker=person, way=way, state=_OPEN)
    mine.filter(expires_at__lte=now).update(state=GrantAsk.State.EXPIRED, updated_at=now)
    if mine.filter(email=email).exists():
        raise Conflict(
            _("You asked this address already. It waits for an answer; you can send the mail again below."),
            "asked",
        )
    if mine.count() >= MOST_OPEN:
        raise DomainError(
            _("%(most)s of your mails wait for an answer. Take one back first.") % {"most": MOST_OPEN}, "many"
        )
    made = GrantAsk.objects.create(
        asker=person,
        way=way,
        email=email,
        message=message.strip()[:500],
        sent_at=now,
        expires_at=now + STAYS_OPEN,
    )
    _send(made)
    return made


@transaction.atomic
def send_again(*, ask: GrantAsk) -> GrantAsk:
    """Mail the link once more, and keep it open for two weeks from now; an expired one opens again.

    Raises:
        Conflict: code "closed" when it was answered or taken back; "asked" when another is open since.
        DomainError: code "early" within a day of the last mail, "often" after the third, "many".
    """
    User.objects.select_for_update().get(pk=ask.asker_id)
    found, now = _locked(ask), timezone.now()
    if found.state not in (_OPEN, GrantAsk.State.EXPIRED):
        raise Conflict(_("It was answered or taken back, so nothing was sent."), "closed")
    if found.sent >= MOST_SENT:
        raise DomainError(
            _("It was sent three times. Write to them yourself, or ask anew once it has expired."), "often"
        )
    if found.sent_at > now - PAUSE:
        raise DomainError(_("The last mail went less than a day ago. Give them some time."), "early")
    others = GrantAsk.objects.filter(
        asker=found.asker_id, way=found.way, state=_OPEN, expires_at__gt=now
    ).exclude(pk=found.pk)
    if others.filter(email=found.email).exists():
        raise Conflict(_("A newer one to this address waits for an answer already."), "asked")
    if others.count() >= MOST_OPEN:
        raise DomainError(
            _("%(most)s of your mails wait for an answer. Take one back first.") % {"most": MOST_OPEN}, "many"
        )
    found.state, found.sent, found.sent_at = _OPEN, found.sent + 1, now
    found.expires_at = now + STAYS_OPEN
    found.save(update_fields=["state", "sent", "sent_at", "expires_at", "updated_at"])
    _send(found)
    return found


@transaction.atomic
def take_back(*, ask: GrantAsk) -> GrantAsk:
    """Take an ask back; its link says so from then on. Twice changes nothing.

    Raises:
        Conflict: code "answered" when somebody was faster.
    """
    found = _locked(ask)
    if found.state in (GrantAsk.State.ACCEPTED, GrantAsk.State.DECLINED):
        raise Conflict(_("It has been answered already, so there is nothing to take back."), "answered")
    if found.state == GrantAsk.State.WITHDRAWN:
        return found
    mails.drop_asking(found)
    return _answer(found, GrantAsk.State.WITHDRAWN, None)


def accept(*, ask: GrantAsk, person: User) -> CoachGrant:
    """Say yes: the coach is let in, and who asked is told. Twice gives the grant that is there.

    Whoever takes up a candidate's invitation becomes a coach, whoever lets a coach in a candidate.

    Raises:
        Conflict: code "closed": it can't be answered any more, or not by this person.
        Http404: never; who may see the page is asked before.
    """
    return persistently(lambda: _accept(ask, person), exhausted=_closed)


def _accept(ask: GrantAsk, person: User) -> CoachGrant:
    # Both people first, in one order: two who answer each other at once would else wait for each other.
    pair = User.objects.select_for_update(no_key=True).filter(pk__in=[ask.asker_id, person.pk])
    list(pair.order_by("pk"))
    found = _locked(ask)
    candidate, coach = (found.asker, person) if found.way == GrantAsk.Way.INVITE else (person, found.asker)
    if found.state == GrantAsk.State.ACCEPTED and found.answered_by_id == person.pk:
        grant = CoachGrant.objects.filter(candidate=candidate, coach=coach, revoked_at=None).first()
        if grant is not None:
            return grant
    if not may_answer(found, person):
        raise _closed()
    # Of the other only what they are now counts: a coach who stopped coaching is not let in.
    role = "is_coach" if found.way == GrantAsk.Way.INVITE else "is_candidate"
    User.objects.filter(pk=person.pk).update(**{role: True})
    try:
        grant = grant_coach(candidate=candidate, coach=coach, tell=False)
    except DomainError:
        raise _closed() from None
    mails.drop_asking(found)
    _answer(found, GrantAsk.State.ACCEPTED, person)
    # What the two asked each other besides is answered with it.
    for asker, other, way in ((candidate, coach, "invite"), (coach, candidate, "ask")):
        more = GrantAsk.objects.filter(asker=asker, way=way, state=_OPEN, email__in=addresses_of(other))
        more.update(state=GrantAsk.State.ACCEPTED, answered_by=other, answered_at=timezone.now())
    mails.owe_acceptance(found, person=person)
    return grant


@transaction.atomic
def decline(*, ask: GrantAsk, person: User, block: bool = False) -> GrantAsk:
    """Say no, and with `block` not be asked by this person again, which they are not told. Twice is once.

    Raises:
        Conflict: code "closed": it can't be answered any more, or not by this person.
    """
    found = _locked(ask)
    if found.state == GrantAsk.State.DECLINED and found.answered_by_id == person.pk:
        return found
    if not may_answer(found, person):
        raise _closed()
    if block:
        AskBlock.objects.get_or_create(person=person, other=found.asker)
    mails.drop_asking(found)
    return _answer(found, GrantAsk.State.DECLINED, person)


def let_ask_again(*, person: User, block_id: int) -> None:
    """Take back that somebody may not ask; nothing happens for a block that isn't the person's."""
    AskBlock.objects.filter(pk=block_id, person=person).delete()


def may_answer(ask: GrantAsk, person: User) -> bool:
    """Whether this person could still say yes or no: it is open, and was sent to an address of theirs."""
    return (
        state_of(ask) == _OPEN
        and ask.asker_id != person.pk
        and ask.asker.is_active
        and ask.email in addresses_of(person)
        and not AskBlock.objects.filter(person=person, other=ask.asker_id).exists()
    )


def _send(ask: GrantAsk) -> None:
    """Owe the mail, unless whoever reads it does not want to be asked by this person."""
    unwanted = AskBlock.objects.filter(
        other=ask.asker_id, person__emailaddress__email__iexact=ask.email, person__emailaddress__verified=True
    )
    if not unwanted.exists():
        mails.owe_asking(ask)


def _locked(ask: GrantAsk) -> GrantAsk:
    return GrantAsk.objects.select_for_update(of=("self",)).select_related("asker").get(pk=ask.pk)


def _answer(ask: GrantAsk, state: str, person: User | None) -> GrantAsk:
    ask.state, ask.answered_by, ask.answered_at = state, person, timezone.now()
    ask.save(update_fields=["state", "answered_by", "answered_at", "updated_at"])
    return ask


def _closed() -> Conflict:
    return Conflict(_("This can’t be answered any more. Nothing has changed."), "closed")
