"""Writes of the live round: clock, reveals, the end; the interviewer's, under lock, told after commit."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from common.events import group_name, publish
from interviews.content.reveal import next_step, step_keys
from interviews.loops.services import set_round_state
from interviews.models import Loop, PhaseStart, Reveal, RoomClock, Round, Seat
from interviews.opening import stage
from interviews.room import clock as clocks
from interviews.room.clock import Clock, clock_of

CHANGED = {"type": "round.changed"}


def start_round(*, round: Round, actor: User) -> RoomClock:  # noqa: A002
    """Begin the round: it is live, and the clock of its first phase runs. Starting twice changes nothing.

    Raises:
        DomainError: code "early" before the room opens, "over" once the round is closed, "not_interviewer".
    """
    with transaction.atomic():
        round_ = _locked(round, actor)
        if round_.state == Round.State.SCHEDULED:
            set_round_state(round=round_, new=Round.State.LIVE, actor=actor)
        phases = clocks.phases_of(round_.loop.track.body, round_.kind)
        row, created = RoomClock.objects.get_or_create(
            round=round_,
            defaults={
                "phases": [{"key": p.key, "title": p.title, "seconds": p.seconds} for p in phases],
                "running_since": timezone.now(),
                "version": 1,
            },
        )
        if created:
            _note_phase(row)
            publish(group_name("round", round_.pk), CHANGED)
        return row


def change_clock(*, round: Round, actor: User, action: str, version: int) -> RoomClock:  # noqa: A002
    """Press a button of the clock: "pause", "resume", "extend" or "next".

    Args:
        round: a live round.
        actor: its interviewer.
        action: which button.
        version: the clock's version that the presser saw, so that a double press counts once.

    Raises:
        Conflict: code "stale", the clock was changed meanwhile.
        DomainError: code "not_live", "not_interviewer", "over", "unknown".
    """
    press = _BUTTONS.get(action)
    if press is None:
        raise DomainError(_("There is no such button on the clock."), code="unknown")
    with transaction.atomic():
        round_ = _locked(round, actor)
        row = RoomClock.objects.select_for_update().filter(round=round_).first()
        if row is None or round_.state != Round.State.LIVE:
            raise DomainError(_("The round has not begun. Start it first."), code="not_live")
        if row.version != version:
            raise Conflict(_("The clock was changed meanwhile. Here is how it stands."), code="stale")
        _store(row, press(clock_of(row), timezone.now()))
        if action == "next":
            _note_phase(row)
        publish(group_name("round", round_.pk), CHANGED)
        return row


_BUTTONS: dict[str, Callable[[Clock, datetime], Clock]] = {
    "pause": clocks.pause,
    "resume": clocks.run,
    "extend": lambda clock, _now: clocks.extend(clock),
    "next": clocks.advance,
}


def reveal(*, round: Round, actor: User, step: str) -> Reveal:  # noqa: A002
    """Open one step of the prompt for everybody in the room; opening it twice changes nothing.

    Steps open in their order, so that nobody is shown a follow-up before its question.

    Raises:
        DomainError: code "unknown" for a step the prompt does not have, "order" when one before is closed,
            "over", "early", "not_interviewer".
    """
    with transaction.atomic():
        round_ = _locked(round, actor)
        body = round_.prompt.body
        if step not in step_keys(body):
            raise DomainError(_("The prompt has no such step."), code="unknown")
        opened = {each.step: each for each in round_.reveals.all()}
        if step in opened:
            return opened[step]
        if step != next_step(body, opened):
            raise DomainError(_("Reveal the steps before this one first."), code="order")
        made = Reveal.objects.create(round=round_, step=step, revealed_by=actor)
        publish(group_name("round", round_.pk), CHANGED)
        return made


def close_round(*, round: Round, actor: User) -> Round:  # noqa: A002
    """End a live round: the clock stands, the board is frozen, the round is completed. Twice changes nothing.

    Raises:
        DomainError: code "not_live" before it began, "not_interviewer".
    """
    with transaction.atomic():
        round_ = _locked(round, actor, closed=True)
        if round_.state == Round.State.COMPLETED:
            return round_
        if round_.state != Round.State.LIVE:
            raise DomainError(_("The round has not begun, so there is nothing to end."), code="not_live")
        row = RoomClock.objects.select_for_update().filter(round=round_).first()
        if row is not None:
            _store(row, clocks.pause(clock_of(row), timezone.now()))
        # The board is frozen in this transaction too: it listens to the closing of its round.
        return set_round_state(round=round_, new=Round.State.COMPLETED, actor=actor)


def _locked(round_: Round, actor: User, *, closed: bool = False) -> Round:
    """The round under lock, if `actor` interviews in it and its room is open (or, with `closed`, was)."""
    # The loop first, as everywhere: two writers then never hold what the other waits for.
    Loop.objects.select_for_update().get(pk=round_.loop_id)
    found = (
        Round.objects.select_for_update(of=("self",))
        .select_related("loop__track", "prompt")
        .get(pk=round_.pk)
    )
    if not found.seats.filter(person=actor, role=Seat.Role.INTERVIEWER).exists():
        raise DomainError(_("Only the interviewer of this round can do that."), code="not_interviewer")
    where = stage(found, timezone.now())
    if where == "lobby":
        raise DomainError(_("The room is not open yet."), code="early")
    if where == "off" or (where == "closed" and not closed):
        raise DomainError(_("This round is over."), code="over")
    return found


def _note_phase(row: RoomClock) -> None:
    """Remember when the present phase began; the last phase, pressed on, began when it began."""
    title = row.phases[row.phase]["title"]
    PhaseStart.objects.get_or_create(
        round_id=row.round_id, phase=row.phase, defaults={"title": title, "at": timezone.now()}
    )


def _store(row: RoomClock, clock: Clock) -> None:
    row.phase, row.elapsed, row.extra, row.running_since = (
        clock.phase,
        clock.elapsed,
        clock.extra,
        clock.running_since,
    )
    row.version += 1
    row.save()
