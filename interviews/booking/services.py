"""Booking: four rounds in one transaction, or none."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.availability.hours import free
from interviews.availability.intervals import covers
from interviews.availability.selectors import hours_of
from interviews.board.services import create_board
from interviews.booking.plans import BREAK, Plan, Slot
from interviews.booking.prompts import choose_prompts
from interviews.calendar.mails import owe_invitations
from interviews.kinds import RoundKind
from interviews.loops.services import record
from interviews.models import Claim, Loop, Round, Schedule, Seat, Track

QUARTER = timedelta(minutes=15)
TRIES = 3
"""How often a booking that the database had to break off (deadlock, lock not had) is begun again."""


def book_loop(*, candidate: User, track: Track, plan: Plan, booking_key: UUID) -> Loop:
    """Book every round of a plan for a candidate, with seats, claims, boards, history and mails, or nothing.

    Everything in the plan is checked again here; that nobody is in two rounds at once is held by the unique
    claim of each quarter hour. The same `booking_key` of the same candidate books once: a retry gets the
    loop that is there.

    Args:
        candidate: who is interviewed.
        track: whose rounds, minutes and prompts are used.
        plan: one slot per round of the track, in its order.
        booking_key: made by the form.

    Returns:
        The loop.

    Raises:
        Conflict: somebody else took one of the hours, or a peer's hours changed; fresh plans are needed.
        DomainError: the plan does not fit the track or the rules (a forged or outdated form).
    """
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return _book(candidate, track, plan.slots, booking_key)
        except IntegrityError as error:
            booked = Loop.objects.filter(candidate=candidate, booking_key=booking_key).first()
            if booked:
                return booked
            if not _is_claim(error):
                raise
            raise taken() from None
        except OperationalError:
            # A deadlock or a lock that was not had: the whole transaction is gone and may be begun again,
            # unless it is only part of a bigger one.
            if attempt == TRIES or transaction.get_connection().in_atomic_block:
                raise taken() from None
    raise AssertionError("unreachable")


def taken() -> Conflict:
    """The answer to who was second."""
    return Conflict(
        _("One of these hours was just taken. Nothing was booked. Here is what is free now."), code="taken"
    )


def moment(quarter: int) -> datetime:
    """The UTC moment at which a quarter hour begins."""
    return datetime.fromtimestamp(quarter * 900, UTC)


def _is_claim(error: IntegrityError) -> bool:
    """Whether it is the claim that was not unique; PostgreSQL names the constraint, SQLite the columns."""
    return "claim_once" in str(error) or "interviews_claim.person_id" in str(error)


def _book(candidate: User, track: Track, slots: Sequence[Slot], booking_key: UUID) -> Loop:
    # Everybody books a peer through the peer's schedule row, taken in the order of the keys: two bookings
    # wait for each other instead of failing late, and never in a circle.
    schedules = {
        schedule.person_id: schedule
        for schedule in Schedule.objects.select_for_update()
        .filter(person__in={slot.peer for slot in slots})
        .order_by("person_id")
    }
    booked = Loop.objects.filter(candidate=candidate, booking_key=booking_key).first()
    if booked:
        return booked
    _check_shape(candidate, track, slots)
    _check_peers(slots, schedules)
    minutes = {each["kind"]: each["minutes"] for each in track.body["rounds"]}
    prompts = choose_prompts(candidate, track, {slot.kind: slot.peer for slot in slots})
    loop = Loop.objects.create(candidate=candidate, track=track, booking_key=booking_key)
    record(loop=loop, actor=candidate, event="loop_booked", new={"state": loop.state})
    rounds = Round.objects.bulk_create(
        Round(
            loop=loop,
            kind=slot.kind,
            position=position,
            prompt=prompts[slot.kind],
            starts_at=moment(slot.start),
            ends_at=moment(slot.start) + timedelta(minutes=minutes[slot.kind]),
        )
        for position, slot in enumerate(slots)
    )
    _claim(candidate, slots, rounds)
    for slot, round_ in zip(slots, rounds, strict=True):
        create_board(round=round_)
        record(
            loop=loop,
            round=round_,
            actor=candidate,
            event="round_booked",
            new={"starts_at": round_.starts_at.isoformat(), "interviewer": slot.peer},
        )
        owe_invitations(round_)
    return loop


def _claim(candidate: User, slots: Sequence[Slot], rounds: Sequence[Round]) -> None:
    """Seat candidate and interviewer in every round, and claim their quarter hours."""
    seats = Seat.objects.bulk_create(
        Seat(round=round_, person_id=person, role=role)
        for slot, round_ in zip(slots, rounds, strict=True)
        for person, role in ((candidate.pk, Seat.Role.CANDIDATE), (slot.peer, Seat.Role.INTERVIEWER))
    )
    times = {round_.pk: slot for slot, round_ in zip(slots, rounds, strict=True)}
    claims = [
        Claim(person_id=seat.person_id, quarter=quarter, seat=seat)
        for seat in seats
        for quarter in range(times[seat.round_id].start, times[seat.round_id].end)
    ]
    # In one order everywhere: bookings that meet on a claim then queue up and don't deadlock.
    Claim.objects.bulk_create(sorted(claims, key=lambda claim: (claim.person_id, claim.quarter)))


def _check_shape(candidate: User, track: Track, slots: Sequence[Slot]) -> None:
    """The plan is a loop of this track: its kinds in order, its minutes, breaks, and other people."""
    wanted = [(each["kind"], -(-each["minutes"] // 15)) for each in track.body["rounds"]]
    ordered = all(before.end + BREAK <= after.start for before, after in pairwise(slots))
    if [(slot.kind, slot.quarters) for slot in slots] != wanted or not ordered:
        raise DomainError(_("This plan does not fit the loop any more. Choose another."), code="plan")
    if not candidate.is_candidate or not candidate.is_active:
        raise DomainError(_("Switch on “candidate” in your settings, then book."), code="not_candidate")
    if candidate.pk in {slot.peer for slot in slots}:
        raise DomainError(_("You can’t interview yourself. Choose another plan."), code="plan")


def _check_peers(slots: Sequence[Slot], schedules: dict[int, Schedule]) -> None:
    """Every interviewer still offers this kind at this hour, and the notice they want is kept."""
    hours = hours_of(schedules.values())
    peers = {user.pk: user for user in User.objects.filter(pk__in=schedules)}
    now = timezone.now()
    for slot in slots:
        schedule, peer = schedules.get(slot.peer), peers.get(slot.peer)
        start, end = moment(slot.start), moment(slot.end)
        if (
            schedule is None
            or peer is None
            or not (peer.is_peer and peer.is_active)
            or slot.kind not in schedule.round_kinds
            or start < now + timedelta(hours=schedule.notice_hours)
            or not covers(free(hours[slot.peer], (start - QUARTER, end + QUARTER)), start, end)
        ):
            raise Conflict(
                _("%(kind)s: this hour is not offered any more. Nothing was booked. See what is free now.")
                % {"kind": RoundKind(slot.kind).label if slot.kind in RoundKind.values else slot.kind},
                code="not_offered",
            )
