"""A revision's content in words: one report, for the page and for the PDF alike."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.content.text import blocks
from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.debriefs.content import upgraded, weakest
from rubrics.debriefs.rows import TICKS, combined_row, role_words, row, score
from rubrics.scorecards.scale import written, written_mean, written_mean_of


def report(content: dict[str, Any]) -> dict[str, Any]:
    """Everything a page or a print of a revision says, in the active language; times are datetimes.

    Args:
        content: as from `content.assemble`, of this or an earlier format.
    """
    content = upgraded(content)
    rounds = [_round(each) for each in content["rounds"]]
    return {
        "candidate": content["candidate"],
        "track": content["track"]["title"],
        "zone": content["zone"],
        "summary": summary(content),
        "disagreements": [_disagreement(each) for each in content["disagreements"]],
        "seen_otherwise": [_seen_otherwise(each) for each in content["seen_otherwise"]],
        "missing": [found for each in content["rounds"] for found in _missing(each)],
        "rounds": rounds,
        "scored": [each for each in rounds if each["rows"]],
        "combined": [combined_row(each) for each in content["combined"]],
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
    if otherwise := len(content["seen_otherwise"]):
        sentences.append(
            ngettext(
                "The self-score is a point or more away from theirs on %(count)s criterion.",
                "The self-score is a point or more away from theirs on %(count)s criteria.",
                otherwise,
            )
            % {"count": otherwise}
        )
    return " ".join(sentences)


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
        "concepts": _("looking for the four concepts"),
        "checks": _("checking stories and consequences"),
        "since": _("comparing with the loop before"),
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
        "waived": round_["look_back"] == "waived",
        "own": round_["own"] and _card(round_["own"]),
        "cards": [
            {"rater": card["rater"], "rater_id": card["rater_id"], "role": role_words(card["role"])}
            | {"again": _again(card)}
            | _card(card)
            for card in round_["cards"]
        ],
        "rows": [row(each) for each in round_["criteria"]],
    }


def _again(card: dict[str, Any]) -> str:
    """That a card was handed in a second time, in words; "" for one that was not."""
    if card["not_blind"]:
        return _("Handed in again after its rater could read the other cards.")
    return _("Reopened by a coach and handed in again.") if card["revised"] else ""


def _card(card: dict[str, Any]) -> dict[str, str]:
    return {
        "call": card["call_title"],
        "call_evidence": card["call_evidence"],
        "takeaway": card["takeaway"],
    }


def _disagreement(found: dict[str, Any]) -> dict[str, Any]:
    low, high = found["low"], found["high"]
    return {
        "title": found["title"],
        "round": str(SHORT_TITLES[RoundKind(found["kind"])]),
        "apart": written(high["half_steps"] - low["half_steps"]),
        "sides": [score(low), score(high)],
    }


def _seen_otherwise(found: dict[str, Any]) -> dict[str, Any]:
    by, under = found["by"]
    return {
        "title": found["title"],
        "round": str(SHORT_TITLES[RoundKind(found["kind"])]),
        "apart": written_mean_of(abs(by), under),
        "higher": by > 0,
        "own": score(found["own"]),
        "sides": [score(each) for each in found["scores"]],
    }


def _missing(round_: dict[str, Any]) -> list[dict[str, Any]]:
    """What a round lacks: that it was not held, a card, the candidate's look back."""
    title = str(RoundKind(round_["kind"]).label)
    found = []
    if round_["missing"]:
        found.append({"round": title, "why": why_missing(round_["missing"], round_["interviewer"])})
    if round_["look_back"] == "missing":
        found.append({"round": title, "why": _("The candidate did not look back on it.")})
    return found


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
