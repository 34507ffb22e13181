"""What the page of a replay shows, without script too: tracks, marks and a list of moments."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from interviews.board.access import BoardAccess
from interviews.models import ReplayPart
from interviews.replay.marks import Mark, marks_for
from interviews.replay.timeline import Span, Timeline, bouts, drawing_timeline, round_timeline, written_second

TOGETHER = 2
"""Seconds without a change within which somebody still counts as drawing."""
APART = 20
"""Seconds without a change after which drawing is told as another moment."""

KINDS: dict[str, Promise] = {
    "phase": gettext_lazy("Phase"),
    "reveal": gettext_lazy("Prompt opened"),
    "hint": gettext_lazy("Hint"),
    "evidence": gettext_lazy("Evidence"),
    "drawing": gettext_lazy("Drawing"),
}
SHAPES = {"phase": "flag", "reveal": "eye", "hint": "info", "evidence": "star"}


@dataclass(frozen=True)
class Track:
    """Who drew when.

    Args:
        name: the person's.
        number: tells tracks apart in colour, from 0.
        bars: (left, width) of each bout, as shares of the whole in percent.
        changes: how many in all.
    """

    name: str
    number: int
    bars: list[tuple[str, str]]
    changes: int


@dataclass(frozen=True)
class Moment:
    """A row of the list of moments.

    Args:
        second: in the replay.
        clock: the same for people.
        kind: of a mark, or "drawing".
        word: the kind as a word.
        icon: the kind as a shape.
        text: what happened.
        by: whose it is, or "".
        spot: where it lies on the line of time, in percent.
    """

    second: int
    clock: str
    kind: str
    word: str
    icon: str
    text: str
    by: str
    spot: str


def timeline_of(access: BoardAccess, parts: list[ReplayPart]) -> Timeline:
    """The seconds of a board's replay: of its round; for a board outside of rounds since its first stroke."""
    round_ = access.board.round
    if round_ is None:
        return drawing_timeline(float(second) for second in _seconds(parts))
    first = parts[0].activity[0][1] if parts else None
    events = (float(first), parts[-1].at.timestamp()) if first is not None else None
    started, closed = round_.started_at, round_.closed_at
    return round_timeline(
        started.timestamp() if started else None,
        closed.timestamp() if closed else None,
        events,
        timezone.now().timestamp(),
    )


def page_context(
    reader: User, access: BoardAccess, parts: list[ReplayPart], wanted: float | None
) -> dict[str, Any]:
    """Everything that the page's template needs.

    Args:
        reader: who looks.
        access: their access to the board.
        parts: all parts of its log.
        wanted: the second to open at, None for the beginning.
    """
    board, timeline = access.board, timeline_of(access, parts)
    at = timeline.clamp(wanted if wanted is not None else max(0, timeline.first))
    people = _people(parts)
    marks = marks_for(reader, board.round) if board.round else []
    moments = _moments(parts, timeline, people, marks)
    return {
        "board": board,
        "round": board.round,
        "timeline": timeline,
        "drawn": bool(parts),
        "at": at,
        "at_clock": written_second(at),
        "first_clock": written_second(timeline.first),
        "last_clock": written_second(timeline.last),
        "spot": _percent(timeline.spot(at)),
        "tracks": _tracks(parts, timeline, people),
        "moments": moments,
        "marks": [each for each in moments if each.kind != "drawing"],
        "data": _data(access, parts, timeline, people, moments, at),
    }


def _data(
    access: BoardAccess,
    parts: list[ReplayPart],
    timeline: Timeline,
    people: dict[int | None, str],
    moments: list[Moment],
    at: int,
) -> dict[str, Any]:
    """What the page's script starts from."""
    seconds = (int(timeline.seconds(second)) for second in _seconds(parts))
    return {
        "first": timeline.first,
        "last": timeline.last,
        "at": at,
        "ends": [round(timeline.seconds(part.at.timestamp()), 3) for part in parts],
        "busy": [list(span) for span in bouts(seconds, TOGETHER)],
        "people": {str(key): name for key, name in people.items()},
        "marks": [
            {"second": each.second, "word": each.word, "text": each.text}
            for each in moments
            if each.kind != "drawing"
        ],
        "page": reverse("interviews:replay", args=[access.board.pk]),
        "parts": reverse("interviews:replay_part", args=[access.board.pk, 0]).removesuffix("0/"),
    }


def _people(parts: list[ReplayPart]) -> dict[int | None, str]:
    """Everybody who drew, in the order of their first stroke; whoever has left the product has no name."""
    keys = dict.fromkeys(author for part in parts for author, _second, _count in part.activity)
    names = {each.pk: each.shown_name for each in User.objects.filter(pk__in=[key for key in keys if key])}
    return {key: names.get(key or 0, _("somebody")) for key in keys}


def _tracks(parts: list[ReplayPart], timeline: Timeline, people: dict[int | None, str]) -> list[Track]:
    seconds: dict[int | None, list[int]] = defaultdict(list)
    changes: dict[int | None, int] = defaultdict(int)
    for part in parts:
        for author, second, count in part.activity:
            seconds[author].append(int(timeline.seconds(second)))
            changes[author] += count
    return [
        Track(name, number, [_bar(timeline, span) for span in bouts(seconds[key], TOGETHER)], changes[key])
        for number, (key, name) in enumerate(people.items())
    ]


def _bar(timeline: Timeline, span: Span) -> tuple[str, str]:
    left, right = timeline.spot(span.start), timeline.spot(span.end + 1)
    return _percent(left), _percent(max(right - left, 0.0015))


def _moments(
    parts: list[ReplayPart], timeline: Timeline, people: dict[int | None, str], marks: list[Mark]
) -> list[Moment]:
    rows = [
        _moment(timeline, timeline.seconds(mark.at.timestamp()), mark.kind, mark.text, mark.by)
        for mark in marks
    ]
    changes: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for part in parts:
        for author, moment, count in part.activity:
            changes[int(timeline.seconds(moment))].append((author, count))
    for span in bouts(changes, APART):
        within = [each for second in range(span.start, span.end + 1) for each in changes.get(second, ())]
        names = dict.fromkeys(people[author] for author, _count in within)
        count = sum(count for _author, count in within)
        text = ngettext("%(count)s change, until %(end)s", "%(count)s changes, until %(end)s", count)
        text %= {"count": count, "end": written_second(span.end)}
        rows.append(_moment(timeline, span.start, "drawing", text, ", ".join(names)))
    return sorted(rows, key=lambda row: (row.second, row.kind == "drawing"))


def _moment(timeline: Timeline, seconds: float, kind: str, text: str, by: str) -> Moment:
    second = timeline.clamp(seconds)
    return Moment(
        second=second,
        clock=written_second(second),
        kind=kind,
        word=str(KINDS[kind]),
        icon=SHAPES.get(kind, ""),
        text=text,
        by=by,
        spot=_percent(timeline.spot(second)),
    )


def _seconds(parts: list[ReplayPart]) -> list[int]:
    return sorted({second for part in parts for _author, second, _count in part.activity})


def _percent(share: float) -> str:
    return f"{share * 100:.3f}%"
