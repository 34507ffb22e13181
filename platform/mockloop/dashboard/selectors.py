"""What the dashboard reads: a fixed number of queries, however much there is."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from interviews.models import Loop, Round, Schedule, Seat
from rubrics.debriefs.selectors import with_due
from rubrics.lookback.selectors import owed_rounds
from rubrics.models import CardRevision, DebriefRevision, Scorecard
from rubrics.scorecards.visibility import readable_loops

# A round that nobody closed stays "next" for so long after its end.
AFTER_THE_END = timedelta(hours=1)
SHOWN = 6


def coming_seats(person: User, now: datetime) -> list[Seat]:
    """The person's seats in rounds that are live or to come, soonest first, with their loops for the line."""
    return list(
        Seat.objects.filter(
            person=person,
            round__state__in=[Round.State.SCHEDULED, Round.State.LIVE],
            round__ends_at__gte=now - AFTER_THE_END,
        )
        .select_related("round__loop__candidate", "round__loop__track")
        .prefetch_related("round__seats__person", "round__loop__rounds__seats__person")
        .order_by("round__starts_at", "pk")[:SHOWN]
    )


def latest_loop(candidate: User) -> Loop | None:
    """The candidate's newest loop that was not cancelled, with its debrief if there is one."""
    return (
        Loop.objects.filter(candidate=candidate)
        .exclude(state=Loop.State.CANCELLED)
        .select_related("debrief", "track")
        .prefetch_related("rounds__seats__person")
        .order_by("-created_at")
        .first()
    )


def rounds_to_score(rater: User) -> list[Round]:
    """Completed rounds whose card is this person's to hand in, oldest first, each with `cards_due_at`.

    Those they interviewed in, and those whose card a coach `reopened`.
    """
    handed_in = Scorecard.objects.filter(round=OuterRef("pk"), rater=rater, state=Scorecard.State.SUBMITTED)
    interviewed = Seat.objects.filter(round=OuterRef("pk"), person=rater, role=Seat.Role.INTERVIEWER)
    reopened = CardRevision.objects.filter(scorecard__round=OuterRef("pk"), scorecard__rater=rater)
    rounds = (
        Round.objects.filter(~Exists(handed_in), state=Round.State.COMPLETED)
        .annotate(reopened=Exists(reopened))
        .filter(Q(Exists(interviewed)) | Q(reopened=True))
        .select_related("loop__candidate")
        .order_by("ends_at", "pk")
    )
    return list(with_due(rounds)[:SHOWN])


def rounds_to_look_back(candidate: User) -> list[Round]:
    """Completed rounds that the candidate has still to look back on, oldest first, with `cards_due_at`."""
    return list(with_due(owed_rounds(candidate))[:SHOWN])


def offers_hours(peer: User) -> bool:
    """Whether the peer has stated any hours, weekly or for a date."""
    return Schedule.objects.filter(person=peer).exclude(weekly=None, exceptions=None).exists()


def newest_debriefs(coach: User) -> QuerySet[DebriefRevision]:
    """The newest current debriefs of others that the coach may read; without the heavy parts."""
    return (
        DebriefRevision.objects.filter(is_current=True, debrief__loop__in=readable_loops(coach))
        .exclude(debrief__loop__candidate=coach)
        .select_related("debrief__loop__candidate", "debrief__loop__track")
        .defer("content", "pdf")
        .order_by("-compiled_at", "-pk")[:SHOWN]
    )
