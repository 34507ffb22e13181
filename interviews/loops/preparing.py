"""What rounds tell a candidate's plan: how many whole loops are done, and what is booked."""

from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.models import User
from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.loops.selectors import with_line
from interviews.loops.titles import is_whole
from interviews.models import Loop, Round
from prep.plan.facts import Booking


def whole_loops_done(candidate: User) -> int:
    """Whole loops of which every round took place."""
    loops = (
        with_line(Loop.objects.filter(candidate=candidate))
        .annotate(rounds_held=Count("rounds", filter=Q(rounds__state=Round.State.COMPLETED)))
        .annotate(rounds_all=Count("rounds"))
        .filter(rounds_held=F("rounds_all"), rounds_held__gt=0)
    )
    return sum(is_whole(loop) for loop in loops)


def bookings(candidate: User) -> list[Booking]:
    """A candidate's rounds that were not called off, soonest first."""
    loops = with_line(Loop.objects.filter(candidate=candidate)).exclude(state=Loop.State.CANCELLED)
    found = [
        Booking(
            starts_at=round_.starts_at,
            ends_at=round_.ends_at,
            title=str(SHORT_TITLES[RoundKind(round_.kind)]),
            url=reverse("interviews:loop", args=[loop.pk]),
            state=round_.state,
            loop=str(loop.pk),
            whole=is_whole(loop),
        )
        for loop in loops
        for round_ in loop.rounds.all()
        if round_.state != Round.State.CANCELLED
    ]
    return sorted(found, key=lambda each: each.starts_at)
