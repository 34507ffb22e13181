"""Raters' figures in words and small drawings. Words are always there; a drawing only repeats them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.agreement.figures import ENOUGH_UNITS
from rubrics.models import RaterFigure
from rubrics.raters.figures import ENOUGH_PAIRS, ENOUGH_SCORES, Agreement, Figures, Spread
from rubrics.raters.selectors import Told
from rubrics.scorecards.scale import FAR_APART, STEPS, written, written_mean_of

# The drawing of severity: two points to either side on 480 by 48 units.
WIDTH, EDGE, MOST = 480, 20, 2.0
# The drawing of scores: nine steps on 480 by 160 units.
STEP_WIDTH, BASE, TALL = 52, 132, 110


@dataclass(frozen=True)
class Severity:
    """How severe a rater is: `words` for a page of theirs, `short` for a row in a table.

    `at`, `low` and `high` are places in the drawing; None where there is nothing to draw.
    """

    words: str
    short: str
    comparable: bool = False
    at: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def width(self) -> int:
        """How long the interval is drawn."""
        return (self.high or 0) - (self.low or 0)


def severity(figure: RaterFigure | None, *, computed: bool = True, own: bool = False) -> Severity:
    """A rater's severity in words.

    Args:
        figure: theirs in the newest run, None where they are not in it.
        computed: whether there is such a run at all.
        own: whether the rater themselves reads it.
    """
    if not computed:
        words = _("Not computed yet: raters are compared once a night.")
        return Severity(words, _("not computed yet"))
    if figure is None or not figure.comparable:
        return Severity(
            _("Not yet comparable: you share no candidate or sample with other raters yet.")
            if own
            else _("Not yet comparable: shares no candidate or sample with other raters."),
            _("not yet comparable"),
        )
    assert figure.severity is not None
    assert figure.low is not None
    assert figure.high is not None
    half = max((figure.high - figure.low) / 2, 0.05)
    words = _("%(offset)s (±%(half)s)") % {"offset": _offset(figure.severity), "half": f"{half:.1f}"}
    if figure.low <= 0 <= figure.high and _quarters(figure.severity):
        words = _("%(words)s, which may be chance") % {"words": words}
    return Severity(
        words[0].upper() + words[1:] + ".",
        words,
        True,
        _place(figure.severity),
        _place(figure.low),
        _place(figure.high),
    )


def _quarters(severity: float) -> int:
    return round(abs(severity) * 4)


def _offset(severity: float) -> str:
    quarters = _quarters(severity)
    if not quarters:
        return _("about as severe as others")
    amount = {
        1: _("a quarter point"),
        2: _("half a point"),
        3: _("three quarters of a point"),
        4: _("a point"),
    }.get(quarters) or _("%(points)s points") % {"points": f"{quarters / 4:g}"}
    if severity < 0:
        return _("%(amount)s stricter than others") % {"amount": amount}
    return _("%(amount)s milder than others") % {"amount": amount}


def _place(points: float) -> int:
    inside = max(-MOST, min(MOST, points))
    return round(WIDTH / 2 + inside * (WIDTH / 2 - EDGE) / MOST)


def share(part: int, whole: int) -> str:
    """A share in whole per cent, cut: only all of them is 100 %."""
    return f"{part * 100 // whole} %" if whole else "–"


def points(number: float | None) -> str:
    """A number of points with one decimal, "–" for none."""
    return "–" if number is None else f"{number:.1f}"


def scoring(found: Figures) -> dict[str, Any]:
    """The figures of one rater, ready for a page or a row."""
    lack = ENOUGH_SCORES - found.spread.scores
    return {
        "cards": found.cards,
        "scores": found.spread.scores,
        "evidence": share(found.backed, found.spread.scores),
        "mean": written_mean_of(found.spread.total, found.spread.scores) if found.spread.scores else "–",
        "spread": points(found.spread.deviation) if lack <= 0 else "–",
        "lack": _lack(found.spread.scores, ENOUGH_SCORES) if lack > 0 else "",
    }


def agreeing(found: Agreement) -> dict[str, Any]:
    """How a rater agrees with others who scored the same rounds."""
    return {
        "pairs": found.pairs,
        "same": share(found.same, found.pairs),
        "near": share(found.near, found.pairs),
        "lean": _lean(found.lean),
        "lack": _lack(found.pairs, ENOUGH_PAIRS) if found.pairs < ENOUGH_PAIRS else "",
    }


def kappa(figure: RaterFigure | None) -> str:
    """How far a rater agrees with others beyond chance, in words; "" where nobody else scored the same."""
    if figure is None or not figure.shared:
        return ""
    if figure.kappa is None:
        if figure.shared < ENOUGH_UNITS:
            return _(
                "Beyond chance (weighted kappa): not enough yet, %(have)s of about %(enough)s scores."
            ) % {
                "have": figure.shared,
                "enough": ENOUGH_UNITS,
            }
        return _("Beyond chance (weighted kappa): not enough different rounds yet.")
    return _(
        "Beyond chance (weighted kappa, 1 is always, 0 is as by chance): %(kappa)s over %(have)s scores."
    ) % {
        "kappa": f"{figure.kappa:.2f}",
        "have": figure.shared,
    }


def _lean(lean: Fraction) -> str:
    """On which side of the others somebody is on average: "0.3 lower than the others"."""
    if abs(lean) < Fraction(1, 10):
        return _("on average as the others")
    amount = points(float(abs(lean)) / 2)
    if lean < 0:
        return _("on average %(points)s lower than the others") % {"points": amount}
    return _("on average %(points)s higher than the others") % {"points": amount}


def _lack(have: int, enough: int) -> str:
    return _("Not enough yet: %(have)s of %(enough)s.") % {"have": have, "enough": enough}


def more_words(count: int) -> str:
    """How many differences are left out of a list."""
    return ngettext("%(count)s more is not shown.", "%(count)s more are not shown.", count) % {"count": count}


def histogram(own: Spread, pool: Spread | None) -> list[dict[str, Any]]:
    """Every step of the scale with one's own share and the pool's: figures, and places in the drawing."""
    most = max([*own.shares, *(pool.shares if pool else ()), Fraction(1, 100)])
    bars = []
    for place, step in enumerate(STEPS):
        mine, theirs = own.shares[place], pool.shares[place] if pool else None
        tall = int(TALL * mine / most)
        beside = None if theirs is None else int(TALL * theirs / most)
        bars.append(
            {
                "step": written(step),
                "count": own.counts[place],
                "own": share(own.counts[place], own.scores),
                "pool": "" if pool is None else share(pool.counts[place], pool.scores),
                "x": STEP_WIDTH * place + 8,
                "middle": STEP_WIDTH * place + 26,
                "y": BASE - tall,
                "height": tall,
                "pool_y": None if beside is None else BASE - beside,
            }
        )
    return bars


def difference(found: Told) -> dict[str, Any]:
    """One pair of scores as a row: what was scored, both scores, and how far apart they are."""
    pair = found.pair
    assert pair.own.half_steps is not None
    assert pair.other.half_steps is not None
    return {
        "round": found.round,
        "kind": SHORT_TITLES[RoundKind(found.round.kind)],
        "candidate": found.round.loop.candidate.shown_name,
        "title": found.title,
        "other": found.other,
        "own_score": written(pair.own.half_steps),
        "other_score": written(pair.other.half_steps),
        "apart": written(abs(pair.by)),
        "far": abs(pair.by) >= FAR_APART,
    }
