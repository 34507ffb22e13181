"""Reading computations of agreement, and what they say in words."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from interviews.models import Prompt
from rubrics.agreement.figures import ENOUGH_ROUNDS, ENOUGH_UNITS
from rubrics.agreement.intervals import TOGETHER
from rubrics.models import AgreementFigure, AgreementRun, Rubric

# Krippendorff (Content Analysis, 2004): below the one nothing is to be concluded, from the other on it holds.
TENTATIVE, RELIABLE = 0.667, 0.8
# The drawing of an interval: 0 to 1 on 480 by 48 units.
LEFT, LONG = 20, 440
TICKS = [round(LEFT + LONG * value) for value in (TENTATIVE, RELIABLE)]


def groups(user: User, run: AgreementRun) -> list[dict[str, Any]]:
    """The figures of a run that a person may see, by what the ratings have in common.

    Of cohorts a coach sees their own, an administrator all.
    """
    figures = list(AgreementFigure.objects.filter(run=run).order_by("track_slug", "key", "metric"))
    ranks = {_place_of(each): each for each in figures if each.metric == "ordinal"}
    figures = [each for each in figures if each.metric == "interval"]
    if not user.is_staff:
        figures = [each for each in figures if each.scope != "cohort" or each.key == str(user.pk)]
    names = _names(figures)
    titles = {
        AgreementFigure.Scope.RUBRIC: _("By rubric"),
        AgreementFigure.Scope.PROMPT: _("By prompt"),
        AgreementFigure.Scope.COHORT: _("By cohort"),
    }
    found: list[dict[str, Any]] = [
        {
            "scope": scope.value,
            "title": title,
            "rows": sorted(
                (
                    _row(each, names.get(_place_of(each), each.key), ranks.get(_place_of(each)))
                    for each in figures
                    if each.scope == scope
                ),
                key=lambda row: row["title"].casefold(),
            ),
        }
        for scope, title in titles.items()
    ]
    return [each for each in found if each["rows"]]


def together(run: AgreementRun) -> str:
    """How far two raters of one session agree here, beside what the intervals of scores take for granted."""
    assumed = f"{TOGETHER:.2f}"
    if run.together is None or run.together_low is None or run.together_high is None:
        return _(
            "The intervals of scores assume that two raters of one session agree at %(assumed)s. "
            "How far they do here can be said from about %(enough)s criteria on; there are %(have)s."
        ) % {"assumed": assumed, "enough": ENOUGH_UNITS, "have": run.together_units}
    return _(
        "Two raters of one session agree at %(here)s here (%(low)s to %(high)s, over %(have)s criteria); "
        "the intervals of scores assume %(assumed)s."
    ) % {
        "here": f"{run.together:.2f}",
        "low": f"{run.together_low:.2f}",
        "high": f"{run.together_high:.2f}",
        "have": run.together_units,
        "assumed": assumed,
    }


def _names(figures: list[AgreementFigure]) -> dict[tuple[str, str, str], str]:
    """What the keys of figures stand for, in words."""
    tracks = {each.track_slug for each in figures}
    names = {
        ("prompt", track, slug): title
        for track, slug, title in Prompt.objects.filter(is_current=True, track_slug__in=tracks).values_list(
            "track_slug", "slug", "title"
        )
    }
    names |= {
        ("rubric", track, slug): title
        for track, slug, title in Rubric.objects.filter(is_current=True, track_slug__in=tracks).values_list(
            "track_slug", "slug", "title"
        )
    }
    coaches = {each.key for each in figures if each.scope == "cohort" and each.key.isdecimal()}
    for coach in User.objects.filter(pk__in=coaches):
        for track in {each.track_slug for each in figures if each.key == str(coach.pk)}:
            names["cohort", track, str(coach.pk)] = _("Candidates of %(name)s") % {"name": coach.shown_name}
    return names


def _place_of(figure: AgreementFigure) -> tuple[str, str, str]:
    return figure.scope, figure.track_slug, figure.key


def _row(figure: AgreementFigure, title: str, ranks: AgreementFigure | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "title": title,
        "units": figure.units,
        "rounds": figure.rounds,
        "raters": figure.raters,
        "alpha": "",
        "ranks": f"{ranks.alpha:.2f}" if ranks is not None and ranks.alpha is not None else "",
    }
    if figure.alpha is None:
        return row | {"words": _lack(figure)}
    row |= {"alpha": f"{figure.alpha:.2f}", "words": _verdict(figure.alpha), "at": _place(figure.alpha)}
    if figure.low is not None and figure.high is not None:
        low, high = _place(figure.low), _place(figure.high)
        interval = _("%(low)s to %(high)s") % {"low": f"{figure.low:.2f}", "high": f"{figure.high:.2f}"}
        row |= {"interval": interval, "low": low, "width": max(high - low, 1)}
    return row


def _lack(figure: AgreementFigure) -> str:
    """What an alpha still needs; without differences at all there is none, whatever the number."""
    if figure.units < ENOUGH_UNITS:
        return _("not enough yet: %(units)s of about %(enough)s") % {
            "units": figure.units,
            "enough": ENOUGH_UNITS,
        }
    if figure.rounds < ENOUGH_ROUNDS:
        return _("not enough yet: of %(rounds)s rounds, about %(enough)s are needed") % {
            "rounds": figure.rounds,
            "enough": ENOUGH_ROUNDS,
        }
    return _("everybody gave the same score everywhere, so there is nothing to compare")


def _verdict(alpha: float) -> str:
    if alpha >= RELIABLE:
        return _("raters can stand in for each other")
    if alpha >= TENTATIVE:
        return _("enough for tentative conclusions")
    return _("too little to conclude anything from one score")


def _place(alpha: float) -> int:
    return round(LEFT + LONG * min(1.0, max(0.0, alpha)))
