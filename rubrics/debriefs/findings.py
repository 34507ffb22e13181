"""What a report finds beyond single scores: strengths and gaps, concepts, checks, changes."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.agreement.intervals import width_text
from rubrics.charts.change import change_chart
from rubrics.charts.interval import cell_chart
from rubrics.debriefs.matrix import rater_count
from rubrics.debriefs.reading import Reading
from rubrics.debriefs.rows import clock, drawn, ends
from rubrics.debriefs.words import check_title, check_why, concept_title
from rubrics.scorecards.scale import written_mean, written_mean_of

# The states of settlement stand for how a check came out.
_HELD = {True: "settled", False: "break", None: "pending"}


def standing(found: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """A strength or a gap: where it stands, on how much it rests."""
    kinds, raters = found["kinds"], found["raters"]
    sessions = len(kinds)
    middle = Fraction(*found["mean"])
    around = ends(middle, raters, sessions)
    assert around is not None, "only what was observed is weighed"
    return {
        "title": found["title"],
        "where": _short(kinds[0]) if sessions == 1 else _("%(count)s rounds") % {"count": sessions},
        "score": written_mean_of(*found["mean"]),
        "raters": rater_count(raters),
        "width": width_text(raters, sessions),
        "reliable": found["reliable"],
        "caution": "" if found["reliable"] else _caution(raters),
        "chart": drawn(cell_chart(middle, around, look=reading.look)),
    }


def concept(found: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """One of the concepts of settlement: how it was scored, where it showed."""
    return {
        "title": concept_title(found["key"]),
        "scores": [
            {
                "round": _short(each["kind"]),
                "score": written_mean(each["observed"]),
                "raters": rater_count(len(each["observed"])),
            }
            for each in found["scored"]
        ],
        "places": [_place(each, reading) for each in found["places"]],
    }


def check(found: dict[str, Any]) -> dict[str, Any]:
    """Whether a round's answers held, in words with raters' sentences for it."""
    held = found["held"]
    return {
        "title": check_title(found["key"]),
        "round": _short(found["kind"]),
        "badge": _HELD[held],
        "state": {True: _("Held"), False: _("Missed"), None: _("Open")}[held],
        "why": check_why(found["why"]),
        "quotes": found["quotes"],
    }


def since(found: dict[str, Any] | None, reading: Reading) -> dict[str, Any] | None:
    """What changed since the loop before by more than chance: rows, and the rest in a sentence."""
    if found is None or not found["rows"]:
        return None
    rows = [_change(each, reading) for each in found["rows"]]
    return {
        "held_at": datetime.fromisoformat(found["held_at"]),
        "beyond": [each for each in rows if each["beyond"]],
        "within": [each for each in rows if not each["beyond"]],
    }


def _caution(raters: int) -> str:
    """Why something is no firm ground: it is a lone score, or its raters saw different things."""
    if raters == 1:
        return _("one rater alone: a hint, not a finding")
    return _("raters are far apart: talk about it before you drill it")


def _place(place: dict[str, Any], reading: Reading) -> dict[str, Any]:
    return {
        "source": {
            "board": _("on the board"),
            "note": _("in a line picked from the notes"),
            "card": _("in a rater’s evidence"),
        }[place["source"]],
        "round": _short(place["kind"]),
        "text": place["text"],
        "clock": clock(place["offset"]),
        "at": datetime.fromisoformat(place["at"]) if place["at"] else None,
        "replay": reading.replay(place["board"])(place["offset"]),
    }


def _change(row: dict[str, Any], reading: Reading) -> dict[str, Any]:
    before, after, by, noise = (Fraction(*row[key]) for key in ("before", "after", "by", "noise"))
    size = abs(by)
    kinds = row["kinds"]
    return {
        "title": row["title"],
        "where": _short(kinds[0]) if len(kinds) == 1 else _("%(count)s rounds") % {"count": len(kinds)},
        "before": written_mean_of(*row["before"]),
        "after": written_mean_of(*row["after"]),
        "by": written_mean_of(size.numerator, size.denominator),
        "up": by > 0,
        "same": by == 0,
        "noise": f"{float(noise) / 2:.1f}",
        "beyond": row["beyond"],
        "chart": drawn(change_chart(before, after, noise, beyond=row["beyond"], look=reading.look)),
    }


def _short(kind: str) -> str:
    return str(SHORT_TITLES[RoundKind(kind)])
