"""Asking a peer for a card of their own of a candidate's round, and what becomes of it.

The candidate's grant lets their coach ask. The candidate is told with the first mail, before anybody sees
anything, and can stop it at any time; so can who asked, and the peer can give it back.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants.selectors import coaches, coaches_of
from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.booking.pool import blocked_with
from interviews.loops.states import OPEN
from interviews.models import Claim, Loop, Qualification, Round, Seat
from interviews.qualifying.selectors import is_required
from interviews.quarters import quarters
from interviews.room.observers import seat_rater, unseat_rater
from rubrics.coaching import mails
from rubrics.models import RaterAsk, Scorecard
from rubrics.scorecards.visibility import NOT_HELD, handed_in

STAYS_OPEN = timedelta(days=7)
MOST = 3
"""Asks of one round that wait or were taken up at the same time."""
_WAITS = (RaterAsk.State.ASKED, RaterAsk.State.ACCEPTED)


def peers_for(round: Round) -> QuerySet[User]:  # noqa: A002
    """Who can be asked for a card of a round, by name.

    Peers who are calibrated for its kind, sit in no round of the loop, do not coach its candidate (whoever
    can read the debrief scores nothing blind), are not kept apart from them, and have nothing else at a time
    that is still to come.
    """
    candidate, now = round.loop.candidate, timezone.now()
    seated = Seat.objects.filter(round__loop=round.loop_id, person=OuterRef("pk"))
    asked = RaterAsk.objects.filter(round=round, peer=OuterRef("pk"), state__in=_WAITS, expires_at__gt=now)
    peers = User.objects.filter(~Exists(seated), ~Exists(asked), is_peer=True, is_active=True)
    if is_required():
        may = Qualification.objects.filter(
            person=OuterRef("pk"), kind=round.kind, until__gt=max(now, round.starts_at)
        )
        peers = peers.filter(Exists(may))
    if round.state in OPEN:
        busy = Claim.objects.filter(
            person=OuterRef("pk"), quarter__in=list(quarters(round.starts_at, round.ends_at))
        )
        peers = peers.exclude(Exists(busy))
    apart = {candidate.pk, *blocked_with(candidate)}
    return (
        peers.exclude(pk__in=apart)
        .exclude(pk__in=coaches_of(candidate).order_by().values("pk"))
        .order_by("name", "email")
    )


@transaction.atomic
def ask_rater(*, round: Round, coach: User, peer: User, word: str = "") -> RaterAsk:  # noqa: A002
    """Ask a peer for a card of their own; they and the candidate get a mail.

    Args:
        round: one that took place, or is still to come.
        coach: of its candidate, as from `access_round_to_rate`.
        peer: one of `peers_for`.
        word: of the coach's own, for the peer.

    Raises:
        Conflict: code "asked": the peer is asked already.
        DomainError: code "not_coach", "not_held", "not_them" or "many".
    """
    Loop.objects.select_for_update().get(pk=round.loop_id)
    found, now = Round.objects.select_related("loop__candidate").get(pk=round.pk), timezone.now()
    if not coaches(coach, found.loop.candidate):
        raise DomainError(_("You don’t coach this candidate any more. Nobody was asked."), "not_coach")
    if found.state in NOT_HELD:
        raise DomainError(_("This round does not take place, so there is nothing to score."), "not_held")
    RaterAsk.objects.filter(round=found, state=RaterAsk.State.ASKED, expires_at__lte=now).update(
        state=RaterAsk.State.EXPIRED, updated_at=now
    )
    waiting = RaterAsk.objects.filter(round=found, state__in=_WAITS)
    if waiting.filter(peer=peer).exists():
        raise Conflict(_("They are asked for this round already."), "asked")
    if waiting.count() >= MOST:
        raise DomainError(
            _("%(most)s raters are asked for this round. Take one back first.") % {"most": MOST}, "many"
        )
    if not peers_for(found).filter(pk=peer.pk).exists():
        raise DomainError(_("This person can’t score this round. Choose somebody from the list."), "not_them")
    until = now + STAYS_OPEN
    made = RaterAsk.objects.create(
        round=found,
        coach=coach,
        peer=peer,
        word=word.strip()[:500],
        expires_at=min(until, found.starts_at) if found.state == Round.State.SCHEDULED else until,
    )
    mails.owe_rater_asked(made)
    return made


def state_of(ask: RaterAsk) -> str:
    """Where an ask stands now; one that nobody answered in time is expired."""
    late = ask.state == RaterAsk.State.ASKED and ask.expires_at <= timezone.now()
    return RaterAsk.State.EXPIRED if late else ask.state


def accept(*, ask: RaterAsk) -> RaterAsk:
    """Say yes: the peer gets an observer's seat and shadows. Twice changes nothing.

    Raises:
        Conflict: code "closed": it was stopped, is late, or they can't score this round any more; "taken":
            they have another round at that time.
    """
    try:
        with transaction.atomic():
            found = _locked(ask)
            if found.state == RaterAsk.State.ACCEPTED:
                return found
            round_ = found.round
            fits = User.objects.filter(pk=found.peer_id, is_active=True, is_peer=True).exclude(
                pk__in=blocked_with(round_.loop.candidate)
            )
            if (
                state_of(found) != RaterAsk.State.ASKED
                or round_.state in NOT_HELD
                or not coaches(found.coach, round_.loop.candidate)
                or coaches(found.peer, round_.loop.candidate)
                or Seat.objects.filter(round__loop=round_.loop_id, person=found.peer).exists()
                or not fits.exists()
            ):
                raise _closed()
            seat_rater(round=round_, person=found.peer, actor=found.coach)
            _close(found, RaterAsk.State.ACCEPTED, None)
            mails.owe_rater_answer(found)
            return found
    except IntegrityError:
        raise Conflict(
            _("You have another round at that time, so you can’t watch this one."), "taken"
        ) from None


@transaction.atomic
def decline(*, ask: RaterAsk) -> RaterAsk:
    """Say no. Twice changes nothing.

    Raises:
        Conflict: code "closed".
    """
    found = _locked(ask)
    if found.state == RaterAsk.State.DECLINED:
        return found
    if state_of(found) != RaterAsk.State.ASKED:
        raise _closed()
    _close(found, RaterAsk.State.DECLINED, found.peer)
    mails.owe_rater_answer(found)
    return found


@transaction.atomic
def stop(*, ask: RaterAsk, actor: User | None) -> RaterAsk:
    """Take an ask back, and the seat with it: by the candidate, who asked, or the peer. Twice is once.

    A card that was handed in stays in the debrief; a begun one can't be handed in any more.

    Args:
        ask: read again under lock.
        actor: who stops it; None where the coach's access ended.
    """
    found = _locked(ask)
    if found.state not in _WAITS:
        return found
    if found.state == RaterAsk.State.ACCEPTED:
        unseat_rater(round=found.round, person=found.peer, actor=actor)
    _close(found, RaterAsk.State.WITHDRAWN, actor)
    mails.owe_rater_withdrawn(found, actor=actor)
    return found


def stop_all(*, candidate: User, coach: User) -> None:
    """Stop what a coach asked whose access ended, but for cards that are in."""
    card = Scorecard.objects.filter(handed_in(), round=OuterRef("round"), rater=OuterRef("peer"))
    asks = RaterAsk.objects.filter(
        ~Exists(card), round__loop__candidate=candidate, coach=coach, state__in=_WAITS
    )
    for ask in asks.order_by("pk"):
        stop(ask=ask, actor=None)


def _locked(ask: RaterAsk) -> RaterAsk:
    """The row under lock, its loop first, as everywhere."""
    Loop.objects.select_for_update().get(rounds=ask.round_id)
    return (
        RaterAsk.objects.select_for_update(of=("self",))
        .select_related("round__loop__candidate", "coach", "peer")
        .get(pk=ask.pk)
    )


def _close(ask: RaterAsk, state: str, actor: User | None) -> None:
    ask.state, ask.answered_at, ask.closed_by = state, timezone.now(), actor
    ask.save(update_fields=["state", "answered_at", "closed_by", "updated_at"])


def _closed() -> Conflict:
    return Conflict(_("This can’t be answered any more. Nothing has changed."), "closed")
