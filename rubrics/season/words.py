"""A season in words: scores with what they can bear, changes, goals and their history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.agreement.intervals import width_text
from rubrics.models import SeasonGoal, SeasonGoalAct
from rubrics.scorecards.scale import written, written_mean_of
from rubrics.season.drawn import trend
from rubrics.season.goals import Progress, progress
from rubrics.season.noise import Change
from rubrics.season.selectors import Mark, Season
from rubrics.season.trend import Point, Series

State = SeasonGoal.State


@dataclass(frozen=True)
class Said:
    """A change in words. `shape` is an icon: trending-up, trending-down, or minus where it may be chance."""

    words: str
    shape: str
    beyond: bool


def score(point: Point) -> str:
    """A loop's score as it is written."""
    return written_mean_of(point.total, point.raters)


def bearing(point: Point) -> str:
    """How many raters stand behind a score, and how far it can be off."""
    return raters_words(point.raters)


def raters_words(raters: int) -> str:
    """The same for so many raters of one round."""
    return ngettext("%(count)s rater, ±%(width)s", "%(count)s raters, ±%(width)s", raters) % {
        "count": raters,
        "width": width_text(raters),
    }


def points(half_steps: Fraction) -> str:
    """A difference of half steps in points, without its sign."""
    whole = abs(half_steps)
    return written_mean_of(whole.numerator, whole.denominator)


def signed(half_steps: Fraction) -> str:
    """A difference of half steps in points, with its sign; "0" for none."""
    if not half_steps:
        return "0"
    amount = points(half_steps)
    sign = "+" if half_steps > 0 else "−"
    return f"≈{sign}{amount[1:]}" if amount.startswith("≈") else f"{sign}{amount}"


def change(found: Change | None, *, since: str) -> Said | None:
    """A change in words; `since` is what it is measured from: "last" or "first"."""
    if found is None:
        return None
    if not found.by:
        words = {
            "last": _("the same as in the loop before"),
            "first": _("the same as in the first loop"),
        }[since]
        return Said(words, "minus", False)
    amount = {"by": signed(found.by), "noise": points(found.noise)}
    if found.beyond:
        words = {
            "last": _("%(by)s since the loop before: more than noise (±%(noise)s)"),
            "first": _("%(by)s since the first loop: more than noise (±%(noise)s)"),
        }[since]
        return Said(words % amount, "trending-up" if found.by > 0 else "trending-down", True)
    words = {
        "last": _("%(by)s since the loop before: within noise (±%(noise)s)"),
        "first": _("%(by)s since the first loop: within noise (±%(noise)s)"),
    }[since]
    return Said(words % amount, "minus", False)


def mark_title(mark: Mark) -> str:
    """What a mark on the line stands for: "Loop 3", or "Design alone"."""
    if mark.is_single:
        return _("%(round)s alone") % {"round": mark.short}
    return _("Loop %(number)s") % {"number": mark.number}


def summary(season: Season) -> str:
    """The line on top: what was held, and what moved."""
    loops = sum(not each.is_single for each in season.marks)
    singles = len(season.marks) - loops
    parts = []
    if loops:
        parts.append(ngettext("%(count)s loop", "%(count)s loops", loops) % {"count": loops})
    if singles:
        parts.append(
            ngettext("%(count)s round alone", "%(count)s rounds alone", singles) % {"count": singles}
        )
    held = _(" and ").join(parts)
    changes = [found for each in season.series if (found := each.moved)]
    up, down = sum(each.by > 0 for each in changes), sum(each.by < 0 for each in changes)
    if len(season.marks) < 2:
        return _("%(held)s. A trend begins with the second one.") % {"held": held}
    if not up and not down:
        return _("%(held)s. No criterion moved by more than noise yet.") % {"held": held}
    moved = []
    if up:
        moved.append(
            ngettext("%(count)s criterion went up", "%(count)s criteria went up", up) % {"count": up}
        )
    if down:
        moved.append(ngettext("%(count)s went down", "%(count)s went down", down) % {"count": down})
    return _("%(held)s. By more than noise %(moved)s.") % {"held": held, "moved": _(" and ").join(moved)}


def groups(season: Season, *, zone: str, targets: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """The criteria by round, each with its newest score, its changes, a cell for every loop, and drawn.

    Args:
        season: what to show.
        zone: whose days are written under the marks.
        targets: open goals in half steps by (kind, criterion).
    """
    found: dict[str, dict[str, Any]] = {}
    marks = season.by_loop
    for each in season.series:
        kind = RoundKind(each.kind)
        group = found.setdefault(
            each.kind, {"kind": each.kind, "title": str(kind.label), "marks": [], "rows": []}
        )
        drawn = trend(each, zone=zone, goal=targets.get((each.kind, each.criterion)))
        group["rows"].append(row(each) | {"drawn": drawn if len(each.points) > 1 else ""})
    for group in found.values():
        loops = {point.loop for row in group["rows"] for point in row["series"].points}
        group["marks"] = [
            {"mark": mark, "title": mark_title(mark)} for loop, mark in marks.items() if loop in loops
        ]
        for made in group["rows"]:
            by_loop = {point.loop: point for point in made["series"].points}
            group["drawn"] = group.get("drawn") or bool(made["drawn"])
            made["cells"] = [_cell(by_loop.get(each["mark"].loop)) for each in group["marks"]]
    return list(found.values())


def row(each: Series) -> dict[str, Any]:
    """One criterion: its newest score and the changes that led there."""
    return {
        "series": each,
        "criterion": each.criterion,
        "title": each.title,
        "score": score(each.last),
        "bearing": bearing(each.last),
        "changes": [
            said
            for said in (change(each.step, since="last"), change(each.whole, since="first"))
            if said is not None
        ],
    }


def _cell(point: Point | None) -> dict[str, str] | None:
    return None if point is None else {"score": score(point), "bearing": bearing(point)}


def goal(
    given: SeasonGoal, series: Sequence[Series], *, today: date, zone: str, loops: dict[Any, Mark]
) -> dict[str, Any]:
    """A goal ready to be shown: its title, standing, progress in words and history."""
    found: dict[str, Any] = {
        "goal": given,
        "title": _goal_title(given),
        "overdue": given.state == State.OPEN and given.target is None and given.due_on < today,
        "history": [_act(each) for each in given.acts.all()],
        "progress": None,
        "words": "",
        "share": None,
    }
    if given.target is None:
        return found | {"standing": given.state}
    line = next(
        (each for each in series if (each.kind, each.criterion) == (given.kind, given.criterion)), None
    )
    now = progress(
        line.points if line else (),
        target=given.target,
        since=given.since,
        due=given.due_on,
        today=today,
        zone=zone,
    )
    standing = "dropped" if given.state == State.DROPPED else now.standing
    return found | {
        "standing": standing,
        "progress": now,
        "words": _progress_words(now, loops),
        "share": int(now.share(given.target) * 100),
        "series": line,
    }


def _goal_title(given: SeasonGoal) -> str:
    if given.target is None:
        return given.words
    return _("“%(criterion)s” in %(round)s at %(score)s") % {
        "criterion": given.title,
        "round": SHORT_TITLES[RoundKind(given.kind)],
        "score": written(given.target),
    }


def _progress_words(found: Progress, loops: dict[Any, Mark]) -> str:
    if found.reached is not None:
        return _("reached %(score)s in %(loop)s (%(bearing)s)") % {
            "score": score(found.reached),
            "loop": _loop_words(found.reached, loops),
            "bearing": bearing(found.reached),
        }
    if found.now is None:
        return _("not scored yet")
    now = {"score": score(found.now), "bearing": bearing(found.now)}
    if found.start is None:
        return _("stands at %(score)s (%(bearing)s)") % now
    if found.start == found.now:
        return _("stands at %(score)s (%(bearing)s); nothing was scored since it was set") % now
    return _("from %(start)s to %(score)s (%(bearing)s)") % {"start": score(found.start), **now}


def _loop_words(point: Point, loops: dict[Any, Mark]) -> str:
    day = date_format(localtime(point.held_at), "j M")
    mark = loops.get(point.loop)
    return f"{mark_title(mark)}, {day}" if mark else day


def _act(act: SeasonGoalAct) -> dict[str, Any]:
    """One line of a goal's history."""
    names = {
        "criterion": _("criterion"),
        "title": _("criterion"),
        "target": _("score"),
        "words": _("words"),
        "due_on": _("due"),
    }
    told = []
    if act.what == SeasonGoalAct.What.CHANGED:
        for name in act.after:
            if name in ("kind", "criterion"):
                continue
            told.append(
                _("%(name)s: %(before)s → %(after)s")
                % {
                    "name": names[name],
                    "before": _value(name, act.before.get(name)),
                    "after": _value(name, act.after[name]),
                }
            )
    return {
        "what": act.get_what_display(),
        "who": act.actor.shown_name if act.actor else _("somebody who left"),
        "at": act.at,
        "told": "; ".join(told),
    }


def _value(name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if name == "target":
        return written(value)
    if name == "due_on":
        return date_format(date.fromisoformat(value), "j M Y")
    return str(value)
