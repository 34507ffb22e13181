"""A revision's content in words: one report, for the page and for the PDF alike."""

from dataclasses import asdict
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.content.text import blocks
from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.debriefs.content import mean, weakest
from rubrics.scorecards.scale import half_width, written, written_mean

# The drawing of a row: the scale from 1 to 5 on 960 by 120 units.
LEFT, STEP, MIDDLE, STACK = 40, 110, 60, 44
TICKS = [LEFT + STEP * 2 * point for point in range(5)]


def report(content: dict[str, Any]) -> dict[str, Any]:
    """Everything a page or a print of a revision says, in the active language; times are datetimes."""
    rounds = [_round(each) for each in content["rounds"]]
    return {
        "candidate": content["candidate"],
        "track": content["track"]["title"],
        "zone": content["zone"],
        "summary": summary(content),
        "disagreements": [_disagreement(each) for each in content["disagreements"]],
        "missing": [_missing(each) for each in content["rounds"] if each["missing"]],
        "rounds": rounds,
        "scored": [each for each in rounds if each["rows"]],
        "actions": [_action(each) for each in content["actions"]],
        "ticks": TICKS,
    }


def summary(content: dict[str, Any]) -> str:
    """The one paragraph on top: what took place, the calls, strongest and weakest, differences."""
    rounds = content["rounds"]
    held = sum(each["state"] == "completed" for each in rounds)
    cards = sum(len(each["cards"]) for each in rounds)
    sentences = [
        ngettext(
            "%(held)s of %(all)s rounds took place, and %(cards)s scorecard is in.",
            "%(held)s of %(all)s rounds took place, and %(cards)s scorecards are in.",
            cards,
        )
        % {"held": held, "all": len(rounds), "cards": cards}
    ]
    if calls := _calls(rounds):
        sentences.append(_("The calls: %(calls)s.") % {"calls": calls})
    ranked = weakest(rounds)
    if ranked:
        lowest, highest = ranked[0], ranked[-1]
        sentences.append(_("Strongest was %(where)s.") % {"where": _where(*highest)})
        if len(ranked) > 1:
            sentences.append(_("Weakest was %(where)s.") % {"where": _where(*lowest)})
    if apart := len(content["disagreements"]):
        sentences.append(
            ngettext(
                "Raters differ by two points or more on %(count)s criterion.",
                "Raters differ by two points or more on %(count)s criteria.",
                apart,
            )
            % {"count": apart}
        )
    return " ".join(sentences)


def interval_words(raters: int) -> str:
    """What a score of so many raters of one interview can bear, in words."""
    if raters == 1:
        return _("one rater: wide (±%(width)s)") % {"width": half_width(1)}
    return _("%(raters)s raters of one session (±%(width)s)") % {
        "raters": raters,
        "width": half_width(raters),
    }


def why_missing(reason: str, interviewer: str) -> str:
    """Why a round is not, or not wholly, in a debrief; `reason` is one of `content.MISSING`."""
    return {
        "open": _("It was not closed in time."),
        "missed": _("It was missed, so there is nothing to score."),
        "cancelled": _("It was cancelled."),
        "card": _("The card of %(name)s is not in.") % {"name": interviewer},
    }[reason]


def step_words(step: str) -> str:
    """A step of compiling, for the person who waits."""
    kind = step.removeprefix("round:")
    if kind != step and kind in RoundKind.values:
        return _("reading %(round)s and its board") % {"round": RoundKind(kind).label}
    return {
        "collect": _("collecting the scorecards"),
        "actions": _("choosing what to do next"),
        "pdf": _("writing the PDF"),
        "store": _("putting it on the shelf"),
    }.get(step, _("waiting for its turn"))


def _calls(rounds: list[dict[str, Any]]) -> str:
    """ "Recruiter yes, Design no": every call in the order of the rounds."""
    return ", ".join(
        f"{SHORT_TITLES[RoundKind(each['kind'])]} {' / '.join(card['call_title'] for card in each['cards'])}"
        for each in rounds
        if each["cards"]
    )


def _where(round_: dict[str, Any], row: dict[str, Any]) -> str:
    return _("“%(criterion)s” in %(round)s (%(score)s)") % {
        "criterion": row["title"],
        "round": SHORT_TITLES[RoundKind(round_["kind"])],
        "score": written_mean(row["observed"]),
    }


def _round(round_: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": round_["id"],
        "kind": round_["kind"],
        "title": str(RoundKind(round_["kind"]).label),
        "prompt": round_["prompt"],
        "interviewer": round_["interviewer"],
        "starts_at": datetime.fromisoformat(round_["starts_at"]),
        "ends_at": datetime.fromisoformat(round_["ends_at"]),
        "board": round_["board"]["id"] if round_["board"] and round_["state"] == "completed" else "",
        "drawn": bool(round_["board"] and round_["board"]["last_seq"]),
        "missing": why_missing(round_["missing"], round_["interviewer"]) if round_["missing"] else "",
        "cards": [
            {
                "rater": card["rater"],
                "observer": card["role"] == "observer",
                "call": card["call_title"],
                "call_evidence": card["call_evidence"],
                "takeaway": card["takeaway"],
            }
            for card in round_["cards"]
        ],
        "rows": [_row(row) for row in round_["criteria"]],
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    observed = row["observed"]
    raters = len(observed)
    return {
        "title": row["title"],
        "score": written_mean(observed) if observed else "",
        "raters": raters,
        "raw": " · ".join(written(each) for each in observed) if raters > 1 else "",
        "range": f"{written(observed[0])}–{written(observed[-1])}" if raters > 1 else "",
        "interval": interval_words(raters) if raters else _("not observed"),
        "far_apart": row["far_apart"],
        "dots": _dots(observed),
        "bar": _bar(row),
        "scores": [
            {
                "rater": score["rater"],
                "score": "" if score["half_steps"] is None else written(score["half_steps"]),
                "not_observed": score["not_observed"],
                "evidence": score["evidence"],
            }
            for score in row["scores"]
        ],
        "evidence": any(score["evidence"] for score in row["scores"]),
    }


def _dots(observed: list[int]) -> list[dict[str, int]]:
    """A dot a rater; equal scores stand one above the other."""
    dots = []
    for value in sorted(set(observed)):
        same = observed.count(value)
        top = MIDDLE - (same - 1) * STACK // 2
        dots += [{"x": LEFT + STEP * (value - 2), "y": top + STACK * place} for place in range(same)]
    return dots


def _bar(row: dict[str, Any]) -> dict[str, int] | None:
    """The interval around the mean, cut at the ends of the scale."""
    middle = mean(row)
    if middle is None:
        return None
    width = 2 * Fraction(half_width(len(row["observed"])))
    low, high = max(Fraction(2), middle - width), min(Fraction(10), middle + width)
    start, end = (int(LEFT + STEP * (value - 2)) for value in (low, high))
    return {"x": start, "width": end - start}


def _disagreement(found: dict[str, Any]) -> dict[str, Any]:
    low, high = found["low"], found["high"]
    return {
        "title": found["title"],
        "round": str(SHORT_TITLES[RoundKind(found["kind"])]),
        "apart": written(high["half_steps"] - low["half_steps"]),
        "sides": [
            {"rater": side["rater"], "score": written(side["half_steps"]), "evidence": side["evidence"]}
            for side in (low, high)
        ],
    }


def _missing(round_: dict[str, Any]) -> dict[str, Any]:
    return {
        "round": str(RoundKind(round_["kind"]).label),
        "why": why_missing(round_["missing"], round_["interviewer"]),
    }


def _action(action: dict[str, Any]) -> dict[str, Any]:
    asked = action["for"]
    return {
        **{key: action[key] for key in ("title", "minutes", "do", "good_looks_like", "weak", "strong")},
        # For the print, which has no filter of its own for such texts.
        "do_blocks": [asdict(block) for block in blocks(action["do"])],
        "good_blocks": [asdict(block) for block in blocks(action["good_looks_like"])],
        "why": _("For “%(criterion)s” in %(round)s, which stands at %(score)s.")
        % {
            "criterion": asked["title"],
            "round": SHORT_TITLES[RoundKind(asked["kind"])],
            "score": written_mean(asked["observed"]),
        },
    }
