"""A submitted attempt beside the agreed scores, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rubrics.calibration.material import Material, with_moments
from rubrics.calibration.passing import Comparison, Difference, compare
from rubrics.calibration.selectors import entries_of
from rubrics.models import CalibrationAttempt
from rubrics.scorecards.rules import Entry
from rubrics.scorecards.scale import neighbours, written


@dataclass(frozen=True)
class Side:
    """One of the two sets of scores for a criterion: `score` as it is said ("" for not observed) and why.

    `anchors` are (point, words) of the points that describe the score.
    """

    score: str
    half_steps: int | None
    reason: list[tuple[str, bool]]
    anchors: list[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """One criterion: own and agreed, and how they differ in words; `is_within` the bound of one point."""

    key: str
    title: str
    question: str
    own: Side
    agreed: Side
    words: str
    is_within: bool
    is_same: bool


@dataclass(frozen=True)
class Result:
    """Everything that is shown of a comparison; `advice` says what to look at where it did not pass."""

    passed: bool
    summary: str
    lines: list[Line]
    advice: list[str]


def result_of(attempt: CalibrationAttempt, material: Material) -> Result | None:
    """A submitted attempt beside the scores that it was compared with; None where these are gone."""
    if attempt.reference is None:
        return None
    agreed: dict[str, Any] = attempt.reference.body
    typed = entries_of(attempt)
    criteria = {criterion["key"]: criterion for criterion in attempt.rubric.body["criteria"]}
    outcome = compare(
        list(criteria),
        {key: entry.half_steps for key, entry in typed.items()},
        {key: said["half_steps"] for key, said in agreed.items()},
    )
    lines = [
        _line(criteria[each.criterion], each, typed.get(each.criterion, Entry()), agreed, material)
        for each in outcome.differences
    ]
    return Result(
        passed=outcome.passed,
        summary=_summary(outcome),
        lines=lines,
        advice=[]
        if outcome.passed
        else _advice(outcome, {key: each["title"] for key, each in criteria.items()}),
    )


def difference_words(difference: Difference) -> str:
    """How own and agreed score of one criterion differ."""
    match difference.seen:
        case "neither":
            return _("Neither observed it")
        case "missed":
            return _("You did not observe what was there")
        case "invented":
            return _("You scored what could not be observed")
    half_steps = difference.half_steps or 0
    if not half_steps:
        return _("The same")
    points = _points(abs(half_steps))
    if half_steps > 0:
        return _("You are %(points)s higher") % {"points": points}
    return _("You are %(points)s lower") % {"points": points}


def _line(
    criterion: dict[str, Any], each: Difference, own: Entry, agreed: dict[str, Any], material: Material
) -> Line:
    return Line(
        key=each.criterion,
        title=criterion["title"],
        question=criterion["question"],
        own=_side(criterion, each.own, own.evidence, material),
        agreed=_side(criterion, each.agreed, agreed[each.criterion]["reason"], material),
        words=difference_words(each),
        is_within=each.is_within,
        is_same=each.own == each.agreed,
    )


def _side(criterion: dict[str, Any], half_steps: int | None, reason: str, material: Material) -> Side:
    return Side(
        score="" if half_steps is None else written(half_steps),
        half_steps=half_steps,
        reason=with_moments(reason.strip(), material),
        anchors=[]
        if half_steps is None
        else [(point, criterion["anchors"][point]) for point in neighbours(half_steps)],
    )


def _summary(outcome: Comparison) -> str:
    """How near the scores are as a whole, without rounding anything away."""
    if not outcome.compared:
        return _("There is no criterion that both you and the agreed scores have scored.")
    words = ngettext(
        "On the one criterion that both scored you differ by %(total)s; half a point passes.",
        "Over the %(count)s criteria that both scored you differ by %(total)s together, at most %(largest)s "
        "on one; %(bound)s together and 1 point on one still pass.",
        outcome.compared,
    )
    return words % {
        "count": outcome.compared,
        "total": _points(outcome.total),
        "largest": _points(outcome.largest),
        "bound": _points(outcome.compared),
    }


def _advice(outcome: Comparison, titles: dict[str, str]) -> list[str]:
    """What to look at before the next sample, the most telling first."""
    advice = []
    far = [
        titles[each.criterion] for each in outcome.differences if each.seen == "both" and not each.is_within
    ]
    if far:
        advice.append(
            _("More than a point apart: %(criteria)s. Read both anchors, then what the reason names.")
            % {"criteria": ", ".join(far)}
        )
    invented = [titles[each.criterion] for each in outcome.differences if each.seen == "invented"]
    if invented:
        advice.append(
            _("Scored without a chance to see it: %(criteria)s. What did not come up is not observed.")
            % {"criteria": ", ".join(invented)}
        )
    missed = [titles[each.criterion] for each in outcome.differences if each.seen == "missed"]
    if missed:
        advice.append(
            _("Not observed although it was there: %(criteria)s. Look for what the reason names.")
            % {"criteria": ", ".join(missed)}
        )
    signed = [each.half_steps for each in outcome.differences if each.half_steps]
    if not outcome.is_near and len(signed) > 1 and all(each > 0 for each in signed):
        advice.append(_("You score higher throughout: hold what you see against the words of the anchor."))
    elif not outcome.is_near and len(signed) > 1 and all(each < 0 for each in signed):
        advice.append(_("You score lower throughout: a score needs the anchor’s words, not more than them."))
    elif not outcome.is_near and not far:
        advice.append(_("Each is near, but together they are more than half a point off on average."))
    return advice


def _points(half_steps: int) -> str:
    """A distance as it is said: "half a point", "1 point", "2.5 points"."""
    if half_steps == 1:
        return _("half a point")
    if half_steps == 2:
        return _("1 point")
    if half_steps == 0:
        return _("nothing")
    return _("%(points)s points") % {"points": written(half_steps)}
