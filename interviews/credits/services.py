"""Credits: earned by interviewing and scoring, spent by booking, where the deployment wants it so.

They are earned everywhere, so that whoever runs rounds before a deployment begins to require credits does
not begin with nothing. What a person has is the sum of the lines, and never below nothing: lines that take
away are written with the person's row locked, last of all locks.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.errors import DomainError
from interviews.attendance import passes
from interviews.credits.rules import PER_ROUND, comes_back
from interviews.credits.selectors import START, has_started, required, written_balance
from interviews.models import Attendance, CreditEntry, HistoryEntry, Loop, Round, Seat

Reason = CreditEntry.Reason


def charge(*, loop: Loop, rounds: Sequence[Round]) -> int:
    """Take what a booking costs from its candidate, in the transaction that books; returns how many credits.

    Rounds for which the candidate has a priority pass (their interviewer did not come last time) use up that
    pass and cost nothing. Where credits are not required, nothing is taken.

    Args:
        loop: newly booked.
        rounds: all its rounds.

    Raises:
        DomainError: code "credits" when the candidate has too few.
    """
    served = passes.use(loop, rounds)
    charged = [round_ for round_ in rounds if round_.pk not in served]
    if not required() or not charged:
        return 0
    candidate = _locked(loop.candidate_id)
    _start(candidate)
    has, costs = written_balance(candidate), PER_ROUND * len(charged)
    if has < costs:
        raise DomainError(too_few(has, costs), code="credits")
    CreditEntry.objects.bulk_create(
        CreditEntry(person=candidate, amount=-PER_ROUND, reason=Reason.SPENT, round=round_)
        for round_ in charged
    )
    return costs


def too_few(has: int, costs: int) -> str:
    """What somebody is told who has too few credits: how many, and how to earn more."""
    return ngettext(
        "This costs %(costs)s and you have %(has)s credit. Run a round for somebody and hand in its "
        "scorecard: each earns one. Nothing was booked.",
        "This costs %(costs)s and you have %(has)s credits. Run a round for somebody and hand in its "
        "scorecard: each earns one. Nothing was booked.",
        has,
    ) % {"costs": costs, "has": has}


def earn(*, round: Round, person: User) -> CreditEntry | None:  # noqa: A002
    """Give an interviewer the credit of a round that took place and that they have scored; once for each.

    Called by the apps above when a scorecard is handed in, and when a round is closed whose card is in.

    Returns:
        The line; None while the round is not completed or for somebody who did not interview in it.
    """
    interviewed = Seat.objects.filter(
        round=round, person=person, role=Seat.Role.INTERVIEWER, round__state=Round.State.COMPLETED
    )
    if not interviewed.exists():
        return None
    return CreditEntry.objects.get_or_create(
        person=person, round=round, reason=Reason.EARNED, defaults={"amount": PER_ROUND}
    )[0]


def refund(*, round: Round, person: User) -> CreditEntry | None:  # noqa: A002
    """Give back what a round cost, once; None where it cost nothing."""
    spent = CreditEntry.objects.filter(round=round, person=person, reason=Reason.SPENT).first()
    if spent is None:
        return None
    return CreditEntry.objects.get_or_create(
        person=person, round=round, reason=Reason.REFUNDED, defaults={"amount": -spent.amount}
    )[0]


def settle_closed(*, round: Round) -> None:  # noqa: A002
    """Give back what a round cost that did not take place, unless that was its candidate's doing.

    Who cancels later than a round can be moved, or does not come, does not get it back. A step inside the
    transaction that closes the round.
    """
    if round.state not in {Round.State.CANCELLED, Round.State.MISSED}:
        return
    candidate = round.loop.candidate
    last = HistoryEntry.objects.filter(round=round, event="round_cancelled").order_by("-at", "-pk").first()
    absent = Attendance.objects.filter(
        round=round, person=candidate, outcome=Attendance.Outcome.NO_SHOW
    ).exclude(dispute=Attendance.Dispute.GRANTED)
    if comes_back(
        state=round.state,
        by_candidate=last is not None and last.actor_id == candidate.pk,
        absent=absent.exists(),
        ahead=round.starts_at - timezone.now(),
        notice=timedelta(hours=settings.CHANGE_NOTICE_HOURS),
    ):
        refund(round=round, person=candidate)


def give(*, person: User, amount: int, note: str) -> CreditEntry:
    """Give a person credits, or take some back, by an administrator.

    Args:
        person: who gets them.
        amount: not 0; below 0 takes away.
        note: why, which the person reads.

    Raises:
        DomainError: code "amount" for nothing, "credits" when the person would have less than none.
    """
    with transaction.atomic():
        found = _locked(person.pk)
        _start(found)
        if amount == 0:
            raise DomainError(_("Give at least one credit, or take one."), code="amount")
        if written_balance(found) + amount < 0:
            raise DomainError(_("They don’t have so many credits."), code="credits")
        return CreditEntry.objects.create(
            person=found, amount=amount, reason=Reason.GIVEN, note=note.strip()[:200]
        )


def _locked(person_id: int) -> User:
    # No lock on the key: booking a round *with* this person, which refers to their row, need not wait.
    return User.objects.select_for_update(no_key=True).get(pk=person_id)


def _start(person: User) -> None:
    """Write the line that everybody begins with, unless it is there; with the person's row locked."""
    if settings.CREDITS_START and not has_started(person):
        CreditEntry.objects.create(
            person=person, amount=settings.CREDITS_START, reason=Reason.GIVEN, note=START
        )
