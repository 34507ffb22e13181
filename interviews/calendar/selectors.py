"""Reading what a person's calendar is told, and for whom a reminder is due."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from common.models import OutgoingMail
from interviews.calendar import due
from interviews.calendar.due import Reminder
from interviews.loops.selectors import rounds_of
from interviews.models import CalendarFeed, ReminderChoice, Round, Seat

BACK = timedelta(days=30)
"""How far a feed goes back."""
CANCELLED_FOR = timedelta(days=14)
"""How long a cancelled round stays in a feed, as cancelled: programs that look seldom see it go."""
MOST = 500
_CHUNK = 500


class Due(NamedTuple):
    """A reminder that somebody in a round is to get now."""

    round_id: UUID
    key: str


def feed_of(token: str) -> CalendarFeed | None:
    """The feed with this secret, of somebody who may sign in; None otherwise."""
    return CalendarFeed.objects.select_related("person").filter(token=token, person__is_active=True).first()


def rounds_for_feed(person: User) -> QuerySet[Round]:
    """The rounds that a person's calendar shows, in any role: the last thirty days and all to come.

    With what their entries say, in a number of queries that does not grow.
    """
    now = timezone.now()
    shown = ~Q(state=Round.State.CANCELLED) | Q(closed_at__gte=now - CANCELLED_FOR)
    return rounds_of(person).filter(shown, ends_at__gte=now - BACK)[:MOST]


def choice_of(person: User) -> ReminderChoice:
    """Which reminders a person wants; a row that is not kept yet, where they never said."""
    return ReminderChoice.objects.filter(person=person).first() or ReminderChoice(person=person)


def wanted(seat: Seat, now: datetime) -> Reminder | None:
    """The reminder that is due for who has this seat, if they want it; see `with_choice`."""
    known_since = max(seat.round.arranged_at, seat.created_at)
    reminder = due.due(seat.round.starts_at, known_since, now)
    choice = getattr(seat.person, "reminder_choice", None)
    if reminder is None or not seat.person.is_active or (choice and not getattr(choice, reminder.which)):
        return None
    return reminder


def with_choice(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Seats with what `wanted` reads of their people."""
    return seats.select_related("person__reminder_choice").order_by("person_id")


def unreminded(now: datetime) -> Iterator[Due]:
    """What is due and not owed yet. The answer is as old as the query: look again under the round's lock."""
    begins = Q()
    for after, until in due.spans(now):
        begins |= Q(round__starts_at__gt=after, round__starts_at__lte=until)
    seats = (
        with_choice(Seat.objects.filter(begins, round__state=Round.State.SCHEDULED))
        .select_related("round", "person__reminder_choice")
        .order_by("round__starts_at", "pk")
    )
    waiting = []
    for seat in seats.iterator(chunk_size=_CHUNK):
        if reminder := wanted(seat, now):
            key = due.key(seat.round_id, seat.round.starts_at, reminder.which, seat.person_id)
            waiting.append(Due(seat.round_id, key))
    for first in range(0, len(waiting), _CHUNK):
        yield from _without_owed(waiting[first : first + _CHUNK])


def _without_owed(waiting: Iterable[Due]) -> Iterator[Due]:
    found = list(waiting)
    owed = set(
        OutgoingMail.objects.filter(key__in=[each.key for each in found]).values_list("key", flat=True)
    )
    return (each for each in found if each.key not in owed)
