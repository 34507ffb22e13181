"""Reading loops and rounds."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from interviews.loops.states import CLOSED
from interviews.models import HistoryEntry, Loop, Round, Seat


def with_line(loops: QuerySet[Loop]) -> QuerySet[Loop]:
    """With everything that `loop_line` reads, in three further queries for any number of loops."""
    rounds = Round.objects.order_by("position").prefetch_related(_seats())
    return loops.select_related("track", "candidate").prefetch_related(Prefetch("rounds", rounds))


def loops_of(user: User) -> QuerySet[Loop]:
    """A person's own loops as candidate, the newest first, ready for their lines."""
    return with_line(Loop.objects.filter(candidate=user)).order_by("-created_at")


def rounds_of(user: User, *roles: str) -> QuerySet[Round]:
    """The rounds in which a person has a seat of one of `roles` (all, without any), by time.

    Ready to be listed: loop, candidate, track, seats and people are there.
    """
    seats = Seat.objects.filter(person=user)
    if roles:
        seats = seats.filter(role__in=roles)
    return (
        Round.objects.filter(pk__in=seats.values("round_id"))
        .select_related("loop__candidate", "loop__track")
        .prefetch_related(_seats())
        .order_by("starts_at", "position")
    )


def upcoming(rounds: QuerySet[Round], *, now: datetime | None = None) -> QuerySet[Round]:
    """Those that are live or still to come (a round stays until its end)."""
    return rounds.filter(
        Q(state=Round.State.LIVE) | Q(state=Round.State.SCHEDULED, ends_at__gt=now or timezone.now())
    )


def closed(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Those in which nothing more happens, the latest first."""
    return rounds.filter(state__in=CLOSED).order_by("-starts_at")


def history_of(loop: Loop) -> QuerySet[HistoryEntry]:
    """What happened to a loop and its rounds, the newest first."""
    return loop.history.select_related("actor", "round").order_by("-at", "-pk")


def latest_change(round_: Round) -> HistoryEntry | None:
    """What last changed a round itself, not who watches or who was asked about it."""
    beside = ["observer_invited", "observer_removed", "cover_asked", "stood_down"]
    entries = round_.history.exclude(event__in=beside).select_related("actor", "round")
    return entries.order_by("-at", "-pk").first()


def people_in(entries: Iterable[HistoryEntry]) -> dict[int, str]:
    """Shown names by id of who had or got a round in these entries, in one query."""
    ids = {each.get("interviewer") for entry in entries for each in (entry.old, entry.new)} - {None}
    return {each.pk: each.shown_name for each in User.objects.filter(pk__in=ids)} if ids else {}


def _seats() -> Prefetch:
    return Prefetch("seats", Seat.objects.select_related("person").order_by("pk"))
