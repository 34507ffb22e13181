"""A season's criteria as drawings, with what they say for readers who can't see them."""

from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rubrics.agreement.intervals import half_width
from rubrics.charts.interval import interval_chart
from rubrics.charts.trend import TrendPoint, trend_chart
from rubrics.debriefs.content import mean
from rubrics.debriefs.rows import drawn, ends
from rubrics.scorecards.scale import written, written_mean_of
from rubrics.season.trend import Point, Series

WIDTH, HEIGHT = 380, 150


def trend(line: Series, *, zone: str, goal: int | None = None) -> SafeString:
    """The scores of a criterion over the loops, each with its interval; `goal` (half steps) as a dashed line.

    A score of a single rater is drawn hollow. The days are those of `zone`, an IANA name.
    """
    made = trend_chart(
        [_point(each, zone) for each in line.points],
        title=_("“%(criterion)s” over time, the newest score is %(score)s")
        % {"criterion": line.title, "score": written_mean_of(line.last.total, line.last.raters)},
        goal=None if goal is None else Fraction(goal, 2),
        goal_label="" if goal is None else _("goal %(score)s") % {"score": written(goal)},
        width=WIDTH,
        height=HEIGHT,
    )
    return drawn(made.svg)


def scale(row: dict[str, Any]) -> SafeString:
    """A criterion of a compiled round on the scale from 1 to 5; the page says the same in figures."""
    observed, own = row["observed"], row["own"]
    given = None if own is None else own["half_steps"]
    around = ends(mean(row), len(observed))
    return drawn(interval_chart(observed, around, own=given, apart=row["far_apart"]))


def _point(point: Point, zone: str) -> TrendPoint:
    day = point.held_at.astimezone(ZoneInfo(zone)).date()
    return TrendPoint(
        day=day,
        mean=point.mean / 2,
        half_width=half_width(point.raters),
        label=date_format(day, "j M"),
        written=written_mean_of(point.total, point.raters),
        hollow=point.raters == 1,
    )
