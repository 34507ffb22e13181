"""When a round could be moved to: one rule, for the page and for the move itself."""

from collections.abc import Iterable
from datetime import datetime, time

from interviews.availability.hours import daily
from interviews.availability.intervals import Interval, intersection, subtraction
from interviews.booking.openings import down, up, whole_quarters, without
from interviews.booking.plans import BREAK, Range
from interviews.booking.pool import Pool, busy_times, claimed, pool
from interviews.booking.seating import interviewer_seat
from interviews.changes.policy import AHEAD, notice
from interviews.changes.selectors import out_of_question
from interviews.models import Loop, Round, Seat
from interviews.quarters import quarters

DAY_BEGINS, DAY_ENDS = time(7), time(22)
"""Between these hours of the candidate's own day an interviewer may put a round."""


def starts(
    loop: Loop, round_: Round, role: str, *, now: datetime, window: Interval | None = None
) -> set[int]:
    """The quarters at which this round could begin instead.

    The interviewer's openings and the candidate's free time, with a break to the candidate's other rounds.
    The candidate may choose any hour of theirs; an interviewer one between 07:00 and 22:00 of the candidate's
    day, and as far off as the candidate needs notice. An interviewer without stated hours, who was invited by
    name, can be anywhere they have no round and are not busy, but only they can say so. For a round that
    nobody interviews in it is whenever any peer could.

    Args:
        loop: the round's, with its candidate.
        round_: what is to be moved.
        role: who moves it, "candidate" or "interviewer".
        now: the moment at hand.
        window: where to look; the next four weeks when None.
    """
    span = window or (now, now + AHEAD)
    length = len(quarters(round_.starts_at, round_.ends_at))
    mine = _of_candidate(loop, round_, role, span)
    seat = interviewer_seat(round_)
    if seat is not None:
        found = pool(candidate=loop.candidate, window=span, only=[seat.person_id], ignoring=round_.pk)
        # Who has the round keeps it wherever it moves: nobody is calibrated anew for that.
        theirs = _fitting(found, length)
        if not found.peers and role == Seat.Role.INTERVIEWER:
            theirs = _within(_unclaimed(seat.person_id, round_, span), length)
    else:
        everybody = pool(candidate=loop.candidate, window=span, kinds=[round_.kind], ignoring=round_.pk)
        theirs = _fitting(everybody, length, round_.kind, out_of_question(round_))
    earliest = up(now + notice()) if role == Seat.Role.INTERVIEWER else up(now)
    both = theirs & _within(mine, length)
    return {at for at in both if at >= earliest and at != down(round_.starts_at)}


def _of_candidate(loop: Loop, round_: Round, role: str, window: Interval) -> tuple[Range, ...]:
    there: list[Interval] = [window]
    if role == Seat.Role.INTERVIEWER:
        there = intersection(there, daily(loop.candidate.timezone, DAY_BEGINS, DAY_ENDS, window))
    there = subtraction(there, busy_times([loop.candidate_id], window)[loop.candidate_id])
    wider = (window[0] - (round_.ends_at - round_.starts_at), window[1] + (round_.ends_at - round_.starts_at))
    taken = claimed([loop.candidate_id], wider, ignoring=round_.pk)[loop.candidate_id]
    return without(whole_quarters(there), [(at - BREAK, at + 1 + BREAK) for at in taken])


def _unclaimed(person: int, round_: Round, window: Interval) -> tuple[Range, ...]:
    """Where somebody without stated hours has no round and is not busy elsewhere."""
    there = subtraction([window], busy_times([person], window)[person])
    taken = claimed([person], window, ignoring=round_.pk)[person]
    return without(whole_quarters(there), [(at, at + 1) for at in taken])


def _fitting(found: Pool, length: int, kind: str = "", out: Iterable[int] = ()) -> set[int]:
    """Where any of these peers could begin a round of so many quarters, calibrated for its kind if named."""
    gone = set(out)
    return {
        at
        for peer in found.peers
        if peer.key not in gone
        for at in _within(peer.free, length)
        if at >= peer.earliest and (not kind or peer.runs(kind, at))
    }


def _within(ranges: Iterable[Range], length: int) -> set[int]:
    return {at for first, end in ranges for at in range(first, end - length + 1)}
