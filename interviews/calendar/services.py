"""Reminders that are owed, and the private address of a person's calendar."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from common.mail import Letter, drop, owe_all
from interviews.calendar import due, words
from interviews.calendar.mails import names_in
from interviews.calendar.selectors import unreminded, wanted, with_choice
from interviews.models import CalendarFeed, ReminderChoice, Round, Seat
from interviews.models.staffing import secret

_ROUNDS_AT_ONCE = 100


def owe_reminders() -> int:
    """Owe every reminder that is due now, once each; returns how many were.

    Safe to run at any time and in several workers. The rounds are locked while their mails are written, and
    looked at again: so a round that is being moved is reminded of at its new time alone.
    """
    now = timezone.now()
    rounds = list(dict.fromkeys(each.round_id for each in unreminded(now)))
    owed = 0
    for first in range(0, len(rounds), _ROUNDS_AT_ONCE):
        owed += _owe_for(rounds[first : first + _ROUNDS_AT_ONCE], now)
    return owed


@transaction.atomic
def _owe_for(round_ids: list[UUID], now: datetime) -> int:
    # Whoever changes a round holds its row: what is being changed is left to the next sweep.
    rounds = (
        Round.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("loop")
        .prefetch_related(Prefetch("seats", with_choice(Seat.objects.all())))
        .filter(pk__in=round_ids, state=Round.State.SCHEDULED)
        .order_by("pk")
    )
    letters = []
    with override(settings.LANGUAGE_CODE):
        for round_ in rounds:
            seats = list(round_.seats.all())
            names = names_in(seats)
            for seat in seats:
                if reminder := wanted(seat, now):
                    subject, text = words.reminder(round_, seat, names, reminder.which)
                    letters.append(
                        Letter(
                            key=due.key(round_.pk, round_.starts_at, reminder.which, seat.person_id),
                            to=seat.person.email,
                            subject=subject,
                            text=text,
                            expires_at=due.expires_at(reminder, round_.starts_at),
                        )
                    )
    return owe_all(letters)


@transaction.atomic
def choose_reminders(*, person: User, day: bool, hour: bool, opening: bool) -> ReminderChoice:
    """Set which reminders a person gets from now on; what is queued and not wanted any more is let go."""
    chosen = {"day": day, "hour": hour, "opening": opening}
    choice, _ = ReminderChoice.objects.update_or_create(person=person, defaults=chosen)
    for which, on in chosen.items():
        if not on:
            drop(key_prefix="reminder:", key_suffix=f":{which}:{person.pk}")
    return choice


def open_feed(*, person: User) -> CalendarFeed:
    """The person's private calendar address, made when there is none."""
    feed, _ = CalendarFeed.objects.get_or_create(person=person, defaults={"token": secret()})
    return feed


def renew_feed(*, person: User) -> CalendarFeed:
    """Give the person's calendar another address; under the old one nothing is told any more."""
    feed, _ = CalendarFeed.objects.update_or_create(person=person, defaults={"token": secret()})
    return feed


def close_feed(*, person: User) -> None:
    """Take the address away; twice changes nothing."""
    CalendarFeed.objects.filter(person=person).delete()
