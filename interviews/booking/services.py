"""Booking: all rounds of a plan in one transaction, or none."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from common.retry import persistently
from interviews.board.services import create_board
from interviews.booking.plans import BREAK, Peer, Plan, Range, Slot
from interviews.booking.pool import pool
from interviews.booking.prompts import choose_prompts
from interviews.calendar.mails import owe_invitations
from interviews.credits.services import charge
from interviews.kinds import STAFFED_AS, RoundKind, rounds_of
from interviews.loops.services import record
from interviews.models import Claim, Loop, Round, Schedule, Seat, Standby, Track

QUARTER = timedelta(minutes=15)


def book_loop(
    *, candidate: User, track: Track, plan: Plan, booking_key: UUID, mode: str = Loop.Mode.LEARNING
) -> Loop:
    """Book every round of a plan for a candidate, with seats, claims, boards, history and mails, or nothing.

    Everything in the plan is checked again here; that nobody is in two rounds at once is held by the unique
    claim of each quarter hour. The same `booking_key` of the same candidate books once: a retry gets the
    loop that is there.

    Args:
        candidate: who is interviewed.
        track: whose rounds, minutes and prompts are used.
        plan: one slot for each round that is wanted, in the order of time; its standbys are named where
            they still could step in.
        booking_key: made by the form.
        mode: of `Loop.Mode`.

    Returns:
        The loop.

    Raises:
        Conflict: somebody else took one of the hours, or a peer's hours changed; fresh plans are needed.
        DomainError: the plan does not fit the track or the rules (a forged or outdated form).
    """
    try:
        return persistently(lambda: _book(candidate, track, plan, booking_key, mode), exhausted=taken)
    except IntegrityError as error:
        booked = Loop.objects.filter(candidate=candidate, booking_key=booking_key).first()
        if booked:
            return booked
        if not is_claim(error):
            raise
        raise taken() from None


def taken() -> Conflict:
    """The answer to who was second."""
    return Conflict(
        _("One of these hours was just taken. Nothing was booked. Here is what is free now."), code="taken"
    )


def moment(quarter: int) -> datetime:
    """The UTC moment at which a quarter hour begins."""
    return datetime.fromtimestamp(quarter * 900, UTC)


def is_claim(error: IntegrityError) -> bool:
    """Whether it is the claim that was not unique; PostgreSQL names the constraint, SQLite the columns."""
    return "claim_once" in str(error) or "interviews_claim.person_id" in str(error)


def lock_schedules(people: Collection[int]) -> dict[int, Schedule]:
    """The schedules of these people by their ids, locked in the order of the ids.

    Whoever gives somebody a round locks that person's schedule first (after the loop and the round, where
    there are any): so caps and buffers, which no constraint holds, are looked at by one at a time.
    """
    return {
        schedule.person_id: schedule
        for schedule in Schedule.objects.select_for_update().filter(person__in=people).order_by("person_id")
    }


def _book(candidate: User, track: Track, plan: Plan, booking_key: UUID, mode: str) -> Loop:
    slots = plan.slots
    # Everybody books a peer through the peer's schedule row, taken in the order of the keys: two bookings
    # wait for each other instead of failing late, and never in a circle.
    schedules = lock_schedules({slot.peer for slot in slots})
    booked = Loop.objects.filter(candidate=candidate, booking_key=booking_key).first()
    if booked:
        return booked
    _check_shape(candidate, track, slots)
    check_peers(candidate, slots, schedules)
    loop = make_loop(
        candidate=candidate, track=track, slots=slots, booking_key=booking_key, actor=candidate, mode=mode
    )
    _name_standbys(loop, plan)
    return loop


def _name_standbys(loop: Loop, plan: Plan) -> None:
    """Write down who would step in for whom, as far as they still could: nobody's hour is taken for it."""
    rounds = sorted(loop.rounds.all(), key=lambda round_: round_.position)
    named = {
        round_: (slot, key)
        for round_, slot, key in zip(rounds, plan.slots, plan.standbys, strict=False)
        if key is not None
    }
    if not named:
        return
    window = (moment(plan.slots[0].start), moment(plan.slots[-1].end))
    found = pool(candidate=loop.candidate, window=window, only={key for _, key in named.values()})
    peers = {peer.key: peer for peer in found.peers}
    Standby.objects.bulk_create(
        Standby(round=round_, person_id=key)
        for round_, (slot, key) in named.items()
        if (peer := peers.get(key)) is not None
        and peer.runs(slot.kind, slot.start)
        and slot.peer != key
        and _within(slot, peer.free)
    )


def make_loop(
    *,
    candidate: User,
    track: Track,
    slots: Sequence[Slot],
    booking_key: UUID,
    actor: User,
    mode: str = Loop.Mode.LEARNING,
    prefaces: Mapping[int, str] | None = None,
) -> Loop:
    """Write a loop with a round for each slot: prompts, seats, claims, credits, boards, history and mails.

    A step inside the transaction of a caller that has locked and checked everything but the claims.

    Args:
        candidate: who is interviewed.
        track: whose minutes and prompts are used.
        slots: the rounds in the order of the loop, each of another kind.
        booking_key: names the attempt.
        actor: who books, for the history.
        mode: of `Loop.Mode`.
        prefaces: by person id, a sentence for their invitation on what led to it.

    Raises:
        IntegrityError: somebody is in another round then, or the key was used.
        DomainError: code "no_prompt", or "credits" where these are required and the candidate has too few.
    """
    minutes = {each["kind"]: each["minutes"] for each in rounds_of(track.body)}
    prompts = choose_prompts(candidate, track, {slot.kind: slot.peer for slot in slots})
    loop = Loop.objects.create(candidate=candidate, track=track, booking_key=booking_key, mode=mode)
    record(loop=loop, actor=actor, event="loop_booked", new={"state": loop.state})
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
    charge(loop=loop, rounds=rounds)
    for slot, round_ in zip(slots, rounds, strict=True):
        create_board(round=round_)
        record(
            loop=loop,
            round=round_,
            actor=actor,
            event="round_booked",
            new={"starts_at": round_.starts_at.isoformat(), "interviewer": slot.peer},
        )
        owe_invitations(round_, prefaces=prefaces)
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
    """The plan has rounds of this track, each once: its minutes, breaks between, and other people."""
    quarters = {each["kind"]: -(-each["minutes"] // 15) for each in rounds_of(track.body)}
    apart = all(before.end + BREAK <= after.start for before, after in pairwise(slots))
    once = len({slot.kind for slot in slots}) == len(slots) > 0
    alone = len(slots) == 1 or not any(slot.kind in STAFFED_AS for slot in slots)
    if not (apart and once and alone) or any(quarters.get(slot.kind) != slot.quarters for slot in slots):
        raise DomainError(_("This plan does not fit the loop any more. Choose another."), code="plan")
    if not candidate.is_candidate or not candidate.is_active:
        raise DomainError(_("Switch on “candidate” in your settings, then book."), code="not_candidate")
    if candidate.pk in {slot.peer for slot in slots}:
        raise DomainError(_("You can’t interview yourself. Choose another plan."), code="plan")


def check_peers(
    candidate: User, slots: Sequence[Slot], schedules: Mapping[int, Schedule], *, ignoring: UUID | None = None
) -> None:
    """Every interviewer still offers this kind at this hour, is calibrated for it, and has room and notice.

    Call it with their schedules locked (`lock_schedules`): nobody else then books them meanwhile.

    Args:
        candidate: who is interviewed.
        slots: what is to be booked.
        schedules: the locked schedules by person id.
        ignoring: a round that is being moved, so that its own hours don't stand in its way.

    Raises:
        Conflict: code "not_offered" or "taken".
    """
    start, end = min(slot.start for slot in slots), max(slot.end for slot in slots)
    window = (moment(start) - QUARTER, moment(end) + QUARTER)
    found = pool(candidate=candidate, window=window, only=schedules.keys(), ignoring=ignoring)
    peers = {peer.key: peer for peer in found.peers}
    for slot in slots:
        peer = peers.get(slot.peer)
        if (
            peer is None
            or not peer.runs(slot.kind, slot.start)
            or slot.start < peer.earliest
            or not _within(slot, peer.offered)
        ):
            raise Conflict(
                _("%(kind)s: this hour is not offered any more. Nothing was booked. See what is free now.")
                % {"kind": RoundKind(slot.kind).label if slot.kind in RoundKind.values else slot.kind},
                code="not_offered",
            )
        if not _within(slot, peer.free) or not _has_room(peer, slots):
            raise taken()


def _within(slot: Slot, ranges: Sequence[Range]) -> bool:
    return any(first <= slot.start and slot.end <= end for first, end in ranges)


def _has_room(peer: Peer, slots: Sequence[Slot]) -> bool:
    """Whether a plan that has somebody more than once keeps within their caps and buffers."""
    own = sorted((slot for slot in slots if slot.peer == peer.key), key=lambda slot: slot.start)
    spaced = all(before.end + peer.buffer <= after.start for before, after in pairwise(own))
    return spaced and all(
        sum(cap.first <= slot.start < cap.end for slot in own) <= cap.left for cap in peer.caps
    )
