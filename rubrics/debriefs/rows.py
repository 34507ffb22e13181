"""One criterion of a report in words and as a drawing: raters' scores, what they can bear, one's own."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.agreement.intervals import interval, width_text
from rubrics.debriefs.content import mean
from rubrics.models import EvidenceChip, Scorecard
from rubrics.scorecards.scale import (
    FAR_APART,
    written,
    written_mean,
    written_mean_of,
)

# The drawing of a row: the scale from 1 to 5 on 960 by 120 units.
LEFT, STEP, MIDDLE, STACK, HEIGHT = 40, 110, 60, 44, 76
TICKS = [LEFT + STEP * 2 * point for point in range(5)]


def interval_words(raters: int) -> str:
    """What a score of so many raters of one interview can bear, in words."""
    if raters == 1:
        return _("one rater: wide (±%(width)s)") % {"width": width_text(1)}
    return _("%(raters)s raters of one session (±%(width)s)") % {
        "raters": raters,
        "width": width_text(raters),
    }


def separate_words(sessions: int) -> str:
    """What a mean over so many interviews can bear, in words."""
    return _("%(count)s separate interviews (±%(width)s)") % {
        "count": sessions,
        "width": width_text(sessions, sessions),
    }


def role_words(role: str) -> str:
    """As whom somebody else than the interviewer scored, "" for the interviewer."""
    if role == "observer":
        # As cards of whoever watched were kept before there were roles.
        return _("observed")
    return "" if role == Scorecard.Role.INTERVIEWER else str(dict(Scorecard.Role.choices).get(role, ""))


def row(given: dict[str, Any]) -> dict[str, Any]:
    """One criterion of one round."""
    observed, own = given["observed"], given["own"]
    raters = len(observed)
    blind = sum(score["not_observed"] for score in given["scores"])
    return {
        "title": given["title"],
        "score": written_mean(observed) if observed else "",
        "raters": raters,
        "raw": " · ".join(written(each) for each in observed) if raters > 1 else "",
        "range": _range(observed),
        "interval": interval_words(raters) if raters else _("not observed"),
        "unseen": ngettext("%(count)s did not observe it", "%(count)s did not observe it", blind)
        % {"count": blind}
        if blind and raters
        else "",
        "far_apart": given["far_apart"],
        "dots": _dots(observed),
        "bar": _bar(mean(given), raters, 1),
        "own": "" if own is None or own["half_steps"] is None else written(own["half_steps"]),
        "own_score": own and score(own),
        "mark": None if own is None or own["half_steps"] is None else _at(own["half_steps"]),
        "scores": [score(each) for each in given["scores"]],
        "evidence": any(
            each["evidence"] or each["chips"] for each in [*given["scores"], *([own] if own else [])]
        ),
    }


def score(given: dict[str, Any]) -> dict[str, Any]:
    """One rater's score with what it rests on; `score` is "" where it was not observed."""
    return {
        "rater": given["rater"],
        "role": role_words(given["role"]),
        "score": "" if given["half_steps"] is None else written(given["half_steps"]),
        "not_observed": given["not_observed"],
        "evidence": given["evidence"],
        "chips": [_chip(each) for each in given["chips"]],
        "backed": bool(given["evidence"] or given["chips"]),
    }


def combined_row(given: dict[str, Any]) -> dict[str, Any]:
    """One criterion over several rounds: the mean of the rounds' means."""
    sessions = given["sessions"]
    middle = Fraction(*given["mean"])
    everything = sorted(each for one in sessions for each in one["observed"])
    return {
        "title": given["title"],
        "score": written_mean_of(*given["mean"]),
        "raters": len(everything),
        "rounds": [
            {
                "title": str(SHORT_TITLES[RoundKind(one["kind"])]),
                "score": written_mean(one["observed"]),
            }
            for one in sessions
        ],
        "range": _range(everything),
        "interval": separate_words(len(sessions)),
        "far_apart": everything[-1] - everything[0] >= FAR_APART,
        "dots": _dots(everything),
        "bar": _bar(middle, len(everything), len(sessions)),
    }


def _range(observed: list[int]) -> str:
    """How far ascending scores of two or more are apart, in words; "" for one."""
    if len(observed) < 2:
        return ""
    apart = observed[-1] - observed[0]
    return _("range %(points)s") % {"points": written(apart)} if apart else _("all the same")


def _chip(chip: dict[str, Any]) -> dict[str, Any]:
    offset = chip["offset"]
    return {
        "source": str(dict(EvidenceChip.Source.choices).get(chip["source"], "")),
        "clock": "" if offset is None else f"{offset // 60}:{offset % 60:02}",
        "at": datetime.fromisoformat(chip["at"]),
        "text": chip["text"],
    }


def _at(half_steps: int | Fraction) -> int:
    return int(LEFT + STEP * (half_steps - 2))


def _dots(observed: list[int]) -> list[dict[str, int]]:
    """A dot a rater; equal scores stand one above the other, closer together the more they are."""
    dots = []
    for value in sorted(set(observed)):
        same = observed.count(value)
        gap = min(STACK, HEIGHT // max(same - 1, 1))
        top = MIDDLE - (same - 1) * gap // 2
        dots += [{"x": _at(value), "y": top + gap * place} for place in range(same)]
    return dots


def _bar(middle: Fraction | None, raters: int, sessions: int) -> dict[str, int] | None:
    """The interval around a mean of half steps, cut at the ends of the scale."""
    if middle is None:
        return None
    low, high = (2 * end for end in interval(middle / 2, raters, sessions))
    return {"x": _at(low), "width": _at(high) - _at(low)}
