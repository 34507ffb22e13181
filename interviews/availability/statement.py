"""Everything that a peer states about being booked, as one value that can be kept and brought back (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from interviews.availability.hours import Differing, Hours, Weekly


@dataclass(frozen=True)
class Statement:
    """Hours, and within them: which rounds, how much notice, how much of it, and from when on again.

    `notice_hours` before its start a round can still be booked; `buffer_minutes` stay free between two;
    `most_per_day` and `most_per_week` are caps, None for none; before `paused_until` nothing is booked.
    """

    hours: Hours
    round_kinds: tuple[str, ...]
    notice_hours: int
    buffer_minutes: int = 0
    most_per_day: int | None = None
    most_per_week: int | None = None
    paused_until: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values that `from_json` reads back."""
        return {
            "zone": self.hours.zone,
            "weekly": [
                [each.weekday, each.start.isoformat(), each.end.isoformat()] for each in self.hours.weekly
            ],
            "exceptions": [
                [each.date.isoformat(), each.kind, _text(each.start), _text(each.end)]
                for each in self.hours.exceptions
            ],
            "round_kinds": list(self.round_kinds),
            "notice_hours": self.notice_hours,
            "buffer_minutes": self.buffer_minutes,
            "most_per_day": self.most_per_day,
            "most_per_week": self.most_per_week,
            "paused_until": _text(self.paused_until),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Statement":
        """What `as_json` wrote."""
        hours = Hours(
            kept["zone"],
            tuple(
                Weekly(weekday, time.fromisoformat(start), time.fromisoformat(end))
                for weekday, start, end in kept["weekly"]
            ),
            tuple(
                Differing(date.fromisoformat(day), kind, _time(start), _time(end))
                for day, kind, start, end in kept["exceptions"]
            ),
        )
        paused = kept["paused_until"]
        return cls(
            hours,
            tuple(kept["round_kinds"]),
            kept["notice_hours"],
            kept["buffer_minutes"],
            kept["most_per_day"],
            kept["most_per_week"],
            date.fromisoformat(paused) if paused else None,
        )


def _text(value: date | time | None) -> str | None:
    return None if value is None else value.isoformat()


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
