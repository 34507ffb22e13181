"""What must hold after whatever happened, looked at from outside: rows against rows."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar

from common.models import OutgoingMail
from interviews.loops import states
from interviews.models import Claim, HistoryEntry, Loop, Round, Schedule, Seat
from interviews.quarters import quarters

PLAYERS = (Seat.Role.CANDIDATE, Seat.Role.INTERVIEWER)


def nobody_is_in_two_rounds() -> None:
    """By the clock, not by claims: the open rounds of a person don't overlap."""
    spans: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for seat in Seat.objects.filter(round__state__in=states.OPEN).select_related("round"):
        spans[seat.person_id].append((seat.round.starts_at, seat.round.ends_at))
    for person, theirs in spans.items():
        for (_, end), (start, _) in pairwise(sorted(theirs)):
            assert end <= start, f"person {person} is in two rounds at {start}"


def claims_are_those_of_the_rounds() -> None:
    """Open and finished rounds hold exactly their quarters, for each seat; others hold none."""
    held: dict[int, set[int]] = defaultdict(set)
    for claim in Claim.objects.select_related("seat"):
        assert claim.person_id == claim.seat.person_id, "a claim of somebody else"
        held[claim.seat_id].add(claim.quarter)
    for seat in Seat.objects.select_related("round"):
        round_ = seat.round
        gone = round_.state in (Round.State.CANCELLED, Round.State.MISSED)
        wanted = set() if gone else set(quarters(round_.starts_at, round_.ends_at))
        assert held.pop(seat.pk, set()) == wanted, f"claims of {seat} in {round_} ({round_.state})"
    assert not held, "claims without a seat"


def seats_make_sense() -> None:
    """One candidate, the loop's; at most one interviewer, and one wherever it began."""
    for round_ in Round.objects.select_related("loop").prefetch_related("seats"):
        roles = Counter(seat.role for seat in round_.seats.all())
        people = {seat.role: seat.person_id for seat in round_.seats.all()}
        assert roles[Seat.Role.CANDIDATE] == 1
        assert people[Seat.Role.CANDIDATE] == round_.loop.candidate_id
        assert roles[Seat.Role.INTERVIEWER] <= 1
        if round_.state in (Round.State.LIVE, Round.State.COMPLETED):
            assert roles[Seat.Role.INTERVIEWER] == 1, f"{round_} took place without an interviewer"


def standbys_are_somebody_else() -> None:
    """Who stands by neither interviews there nor is interviewed; a round that is over needs nobody."""
    for round_ in Round.objects.filter(standby__isnull=False).prefetch_related("seats"):
        people = {seat.person_id for seat in round_.seats.all() if seat.role in PLAYERS}
        assert round_.standby.person_id not in people, f"{round_} has one of its own standing by"


def loops_are_where_their_rounds_are() -> None:
    for loop in Loop.objects.prefetch_related("rounds"):
        found = [round_.state for round_ in loop.rounds.all()]
        wanted = states.loop_state(found)
        if wanted == Loop.State.BOOKED and loop.history.filter(event="round_live").exists():
            wanted = Loop.State.RUNNING  # It began, with a round that was missed after all.
        assert loop.state == wanted, f"{loop.state} with {found}"


def history_gives_the_present() -> None:
    """Played from the beginning, every step fits the one before, is allowed, and ends where the rows are."""
    entries: dict[Any, list[HistoryEntry]] = defaultdict(list)
    for entry in HistoryEntry.objects.order_by("at", "pk"):
        entries[entry.round_id or entry.loop_id].append(entry)
    for loop in Loop.objects.all():
        assert _played(entries[loop.pk], states.LOOP, Loop.State.BOOKED)["state"] == loop.state
    for round_ in Round.objects.prefetch_related("seats"):
        shown = _played(entries[round_.pk], states.ROUND, Round.State.SCHEDULED)
        seats = {seat.role: seat.person_id for seat in round_.seats.all()}
        assert shown["state"] == round_.state
        assert datetime.fromisoformat(shown["starts_at"]) == round_.starts_at
        assert shown["interviewer"] == seats.get(Seat.Role.INTERVIEWER), f"{round_}: {shown}"


def _played(entries: list[HistoryEntry], table: Any, first: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"state": first}
    assert entries, "nothing is known of how it came to be"
    assert entries[0].event.endswith("_booked")
    for entry in entries:
        for field in ("state", "starts_at", "interviewer"):
            if field in entry.old:
                assert entry.old[field] == shown[field], f"{entry.event}: {field} was {shown[field]}"
            if field in entry.new:
                if field == "state" and not entry.event.endswith("_booked"):
                    assert table.allows(shown["state"], entry.new["state"]), f"{entry.event} after {shown}"
                shown[field] = entry.new[field]
    return shown


def calendars_are_right() -> None:
    """The last mail about a round tells each of its people how it stands; SEQUENCE rises with every mail."""
    told: dict[tuple[str, str], list[tuple[int, str, datetime]]] = defaultdict(list)
    mails = OutgoingMail.objects.exclude(calendar="").order_by("pk")
    for uid, to, sequence, method, start in map(_event, mails):
        told[uid, to].append((sequence, method, start))
    last = {}
    for (uid, to), events in told.items():
        for before, after in pairwise(events):
            # Who left and is asked back to watch the same arrangement: there the later DTSTAMP decides.
            back = before[0] == after[0] and (before[1], after[1]) == ("CANCEL", "REQUEST")
            assert before[0] < after[0] or back, f"{to} was told {before} and then {after}"
        last[uid, to] = events[-1]
    for round_ in Round.objects.prefetch_related("seats__person"):
        sitting = set()
        for seat in round_.seats.all():
            sitting.add(seat.person.email)
            if seat.role not in PLAYERS:
                continue  # Who watches is told of changes alone.
            _, method, start = last[str(round_.pk), seat.person.email]
            expected = "CANCEL" if round_.state == Round.State.CANCELLED else "REQUEST"
            assert method == expected, f"{seat} of a {round_.state} round was last told {method}"
            if expected == "REQUEST":
                assert start == round_.starts_at, f"{seat} was told {start}, it is {round_.starts_at}"
        for (uid, to), (_, method, _) in last.items():
            if uid == str(round_.pk) and to not in sitting:
                assert method == "CANCEL", f"{to} has no seat in {round_} and was last told {method}"


_parsed: dict[str, tuple[str, int, datetime]] = {}


def _event(mail: OutgoingMail) -> tuple[str, str, int, str, datetime]:
    """(round id, address, SEQUENCE, METHOD, start) of what a mail carries."""
    if mail.calendar not in _parsed:
        events: list[Any] = Calendar.from_ical(mail.calendar).walk("VEVENT")
        [event] = events
        uid = str(event["UID"]).partition("@")[0]
        _parsed[mail.calendar] = (uid, int(event["SEQUENCE"]), event["DTSTART"].dt)
    uid, sequence, start = _parsed[mail.calendar]
    return uid, mail.to, sequence, mail.method, start


def no_reminder_is_untrue() -> None:
    """What waits to remind somebody is about a round that is to come, and in which they sit."""
    rounds = {str(each.pk): each for each in Round.objects.prefetch_related("seats__person")}
    waiting = OutgoingMail.objects.filter(
        key__startswith="reminder:", state=OutgoingMail.State.QUEUED, expires_at__gt=timezone.now()
    )
    for mail in waiting:
        round_ = rounds[mail.key.split(":")[1]]
        assert round_.state in states.OPEN, f"{mail.key} waits, the round is {round_.state}"
        assert mail.to in {seat.person.email for seat in round_.seats.all()}, mail.key
        assert f":{int(round_.starts_at.timestamp())}:" in mail.key, f"{mail.key}, it is {round_.starts_at}"


def sent_once(outbox: list[Any]) -> None:
    """As many mails went out as are marked sent."""
    assert len(outbox) == OutgoingMail.objects.filter(state=OutgoingMail.State.SENT).count()


def promise_to(person: int, round_: Round) -> Iterator[str]:
    """What giving this person this round would break of what they said, as things stand after it."""
    schedule = Schedule.objects.get(person=person)
    zone = ZoneInfo(schedule.timezone)
    seats = Seat.objects.filter(
        person=person,
        role=Seat.Role.INTERVIEWER,
        round__state__in=[*states.OPEN, Round.State.COMPLETED],
    ).select_related("round")
    rounds = [seat.round for seat in seats]
    day = round_.starts_at.astimezone(zone).date()
    days = [each.starts_at.astimezone(zone).date() for each in rounds]
    monday = day - timedelta(days=day.weekday())
    if schedule.most_per_day is not None and days.count(day) > schedule.most_per_day:
        yield f"{days.count(day)} rounds on {day}"
    this_week = sum(monday <= each < monday + timedelta(days=7) for each in days)
    if schedule.most_per_week is not None and this_week > schedule.most_per_week:
        yield f"{this_week} rounds in the week of {monday}"
    gap = timedelta(minutes=schedule.buffer_minutes)
    for other in rounds:
        if other.pk != round_.pk and other.state in states.OPEN:
            apart = max(other.starts_at - round_.ends_at, round_.starts_at - other.ends_at)
            if apart < gap:
                yield f"{apart} between two rounds"
    if schedule.paused_until is not None and day < schedule.paused_until:
        yield f"booked on {day} in a pause"


ALWAYS = (
    nobody_is_in_two_rounds,
    claims_are_those_of_the_rounds,
    seats_make_sense,
    standbys_are_somebody_else,
    loops_are_where_their_rounds_are,
    history_gives_the_present,
    calendars_are_right,
    no_reminder_is_untrue,
)
