"""What a debrief says, from a snapshot's plain data. Pure; words for people are made in `report`.

A compiled round:
    {id, kind, state, prompt, starts_at, ends_at, interviewer, board: {id, last_seq} | None, missing,
     cards: [{rater, role, call, call_title, call_evidence, takeaway, submitted_at}],
     criteria: [{key, title, weight, concept, scores: [{rater, role, half_steps, not_observed, evidence}],
                 observed: [half steps, ascending], far_apart}]}
`missing` is why a round says nothing or not all: "" or one of `MISSING`.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

from rubrics.content.drills import pick_drills
from rubrics.scorecards.scale import far_apart

MISSING: Final = ("open", "card", "missed", "cancelled")
ACTIONS: Final = 3
_ROUND_KEYS = ("id", "kind", "state", "prompt", "starts_at", "ends_at", "interviewer", "board")
_CARD_KEYS = ("rater", "role", "call", "call_title", "call_evidence", "takeaway", "submitted_at")


def compile_round(round_: dict[str, Any]) -> dict[str, Any]:
    """One round of a snapshot as the debrief shows it: its cards, and a row for every criterion."""
    cards = sorted(
        round_["cards"], key=lambda card: (card["role"] != "interviewer", card["rater"], card["id"])
    )
    return {
        **{key: round_[key] for key in _ROUND_KEYS},
        "missing": why_missing(round_),
        "cards": [{key: card[key] for key in _CARD_KEYS} for card in cards],
        "criteria": [_row(criterion, cards) for criterion in _criteria(cards)],
    }


def why_missing(round_: dict[str, Any]) -> str:
    """Why a round is not wholly in the debrief: "" when it took place and its interviewer's card is in."""
    if round_["state"] in {"missed", "cancelled"}:
        return str(round_["state"])
    if round_["state"] != "completed":
        return "open"
    owed = round_["interviewer_id"]
    return "" if any(card["rater_id"] == owed for card in round_["cards"]) else "card"


def mean(row: dict[str, Any]) -> Fraction | None:
    """The exact mean of a row in half steps over those who observed it, or None."""
    observed = row["observed"]
    return Fraction(sum(observed), len(observed)) if observed else None


def weakest(rounds: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every observed criterion with its round, lowest mean first.

    Ties: the heavier criterion first, then the earlier round, then the rubric's order.
    """
    rows = [
        (mean(row), -row["weight"], place, index, round_, row)
        for place, round_ in enumerate(rounds)
        for index, row in enumerate(round_["criteria"])
        if row["observed"]
    ]
    return [(each[4], each[5]) for each in sorted(rows, key=lambda each: each[:4])]


def next_actions(
    rounds: Sequence[dict[str, Any]], drills: Sequence[dict[str, Any]], count: int = ACTIONS
) -> list[dict[str, Any]]:
    """The drills to do next: one for each of the weakest criteria that has one, then more in that order.

    Each is the drill's own fields plus `for`: {kind, key, title, observed} of the criterion that asked.
    """
    ranked = weakest(rounds)
    chosen: list[dict[str, Any]] = []
    taken: set[str] = set()
    # One drill a criterion at first; only when criteria run out does one of them get a second.
    for turn in range(len(drills) or 1):
        for round_, row in ranked:
            fitting = [each for each in pick_drills(drills, [row["key"]]) if each["slug"] not in taken]
            served = sum(each["for"]["key"] == row["key"] for each in chosen)
            if len(chosen) == count or not fitting or served > turn:
                continue
            taken.add(fitting[0]["slug"])
            asked = {key: row[key] for key in ("key", "title", "observed")} | {"kind": round_["kind"]}
            chosen.append({**fitting[0], "for": asked})
    return chosen


def disagreements(rounds: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where raters of one round are two points or more apart, widest first: both ends with their evidence."""
    found = []
    for round_ in rounds:
        for row in round_["criteria"]:
            if row["far_apart"]:
                seen = sorted(
                    (score for score in row["scores"] if score["half_steps"] is not None),
                    key=lambda score: score["half_steps"],
                )
                found.append(
                    {
                        "kind": round_["kind"],
                        "key": row["key"],
                        "title": row["title"],
                        "low": seen[0],
                        "high": seen[-1],
                    }
                )
    return sorted(found, key=lambda each: each["low"]["half_steps"] - each["high"]["half_steps"])


def assemble(
    *,
    loop_id: str,
    candidate: str,
    zone: str,
    track: dict[str, str],
    rounds: list[dict[str, Any]],
    actions: list[dict[str, Any]],
) -> dict[str, Any]:
    """The whole content of a revision, ready to be kept as JSON."""
    return {
        "format": 1,
        "loop": loop_id,
        "candidate": candidate,
        "zone": zone,
        "track": track,
        "rounds": rounds,
        "disagreements": disagreements(rounds),
        "actions": actions,
    }


def _criteria(cards: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The criteria of all cards, each once; cards of one round normally share one version of the rubric."""
    found: dict[str, dict[str, Any]] = {}
    for card in cards:
        for criterion in card["rubric"]["criteria"]:
            found.setdefault(criterion["key"], criterion)
    return list(found.values())


def _row(criterion: dict[str, Any], cards: Sequence[dict[str, Any]]) -> dict[str, Any]:
    scores = [
        {"rater": card["rater"], "role": card["role"], **card["entries"][criterion["key"]]}
        for card in cards
        if criterion["key"] in card["entries"]
    ]
    observed = sorted(score["half_steps"] for score in scores if score["half_steps"] is not None)
    return {
        "key": criterion["key"],
        "title": criterion["title"],
        "weight": criterion["weight"],
        "concept": criterion.get("concept", ""),
        "scores": scores,
        "observed": observed,
        "far_apart": far_apart(observed),
    }
