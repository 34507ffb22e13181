"""Reads of the live round, filtered by who asks."""

from typing import Any

from django.utils import timezone

from interviews.access import RoomRole, RoundAccess
from interviews.content.reveal import announcement, next_step, visible_steps
from interviews.kinds import rounds_of
from interviews.models import RoomClock, Round, Seat
from interviews.opening import opens_at
from interviews.probes.selectors import brought_version
from interviews.room.clock import clock_of, phases_of, remaining
from interviews.room.presence import present
from interviews.sketches.selectors import shown_in


def prompt_for(round_: Round, role: RoomRole) -> dict[str, Any]:
    """The prompt as this role may have it.

    Returns:
        {title, teaser, steps: [{key, title, body, revealed}], complete}; for the interviewer also `next`
        (key or None), `hints`, `probes`, `facts` and the steps that are still closed.
    """
    body = round_.prompt.body
    revealed = list(round_.reveals.values_list("step", flat=True))
    told = {**announcement(body), "complete": len(revealed) == len(body["steps"])}
    if role != "interviewer":
        return {**told, "steps": [{**step, "revealed": True} for step in visible_steps(body, revealed)]}
    return {
        **told,
        "steps": [{**step, "revealed": step["key"] in revealed} for step in body["steps"]],
        "next": next_step(body, revealed),
        "hints": body.get("hints", []),
        "probes": body.get("probes", []),
        "facts": body.get("facts", []),
    }


def round_plan(round_: Round) -> dict[str, Any]:
    """The track's words about this kind of round: {kind, title, minutes, summary, what_to_expect, phases}."""
    return next(each for each in rounds_of(round_.loop.track.body) if each["kind"] == round_.kind)


def clock_state(round_: Round) -> dict[str, Any]:
    """The clock as it is sent to every screen; phases are told before the start too.

    Returns:
        {version, running, phase, phases: [{title, seconds}], seconds (length of the current phase with what
        was added), remaining (seconds at `now`, negative when overrun), now (epoch seconds), started
        (epoch seconds or None)}.
    """
    row = RoomClock.objects.filter(round=round_).first()
    now = timezone.now()
    # A round that nobody closed is closed by the product, and its clock ends there too.
    until = round_.closed_at or now
    started = round_.started_at.timestamp() if round_.started_at else None
    if row is None:
        phases = phases_of(round_.loop.track.body, round_.kind)
        return {
            "version": 0,
            "running": False,
            "phase": 0,
            "phases": [{"title": each.title, "seconds": each.seconds} for each in phases],
            "seconds": phases[0].seconds,
            "remaining": phases[0].seconds,
            "now": now.timestamp(),
            "started": started,
        }
    clock = clock_of(row)
    return {
        "version": row.version,
        "running": clock.running_since is not None and round_.state == Round.State.LIVE,
        "phase": clock.phase,
        "phases": [{"title": each.title, "seconds": each.seconds} for each in clock.phases],
        "seconds": clock.current.seconds + clock.extra,
        "remaining": remaining(clock, until),
        "now": now.timestamp(),
        "started": started,
    }


def snapshot(access: RoundAccess) -> dict[str, Any]:
    """What the room's socket tells every role: state, clock, people, how many steps are open, and which
    arrangement of time and interviewer it is (`sequence`)."""
    round_ = access.round
    return {
        "t": "state",
        "state": round_.state,
        "opens": opens_at(round_).timestamp(),
        "sequence": round_.sequence,
        "clock": clock_state(round_),
        "people": people_state(round_),
        "revealed": round_.reveals.count(),
        "stories": brought_version(round_),
        "sketches": [each.kind for each in shown_in(round_)],
    }


def people_state(round_: Round) -> list[dict[str, Any]]:
    """Who is here: [{id, name, role, purpose}]."""
    return [
        {"id": each.person, "name": each.name, "role": each.role, "purpose": each.purpose}
        for each in present(round_.pk)
    ]


def observers_of(round_: Round) -> list[Seat]:
    """The seats of invited observers, by name."""
    return list(
        round_.seats.filter(role=Seat.Role.OBSERVER).select_related("person").order_by("person__name", "pk")
    )
