"""One round of a debrief: its cards, a row for every criterion, and why it says nothing or not all. Pure.

The shapes are in `content`.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from rubrics.scorecards.scale import far_apart

MISSING: Final = ("open", "card", "missed", "cancelled")
LOOK_BACK: Final = ("in", "waived", "missing")
CANDIDATE: Final = "candidate"
_ROUND_KEYS = ("id", "kind", "state", "prompt", "starts_at", "ends_at", "interviewer", "board")
_OWN_KEYS = ("call", "call_title", "call_evidence", "takeaway", "submitted_at")
_CARD_KEYS = ("rater", "rater_id", "role", *_OWN_KEYS)


def compile_round(round_: dict[str, Any]) -> dict[str, Any]:
    """One round of a snapshot as the debrief shows it: its cards, and a row for every criterion."""
    cards = sorted(
        (card for card in round_["cards"] if card["role"] != CANDIDATE),
        key=lambda card: (card["role"] != "interviewer", card["rater"], card["id"]),
    )
    own = next((card for card in round_["cards"] if card["role"] == CANDIDATE), None)
    return {
        **{key: round_[key] for key in _ROUND_KEYS},
        "missing": why_missing(round_),
        "look_back": look_back(round_),
        "own": own and {key: own[key] for key in _OWN_KEYS},
        "cards": [
            {key: card[key] for key in _CARD_KEYS}
            | {"revised": card.get("revised", 0), "not_blind": card.get("not_blind", False)}
            for card in cards
        ],
        "criteria": [
            _row(criterion, cards, own) for criterion in _criteria([*cards, *([own] if own else [])])
        ],
    }


def look_back(round_: dict[str, Any]) -> str:
    """What became of the candidate's look back on a round: one of `LOOK_BACK`, "" where none is expected."""
    if round_["state"] != "completed":
        return ""
    if any(card["role"] == CANDIDATE for card in round_["cards"]):
        return "in"
    return "waived" if round_["waived"] else "missing"


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


def _criteria(cards: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The criteria of all cards, each once; cards of one round normally share one version of the rubric."""
    found: dict[str, dict[str, Any]] = {}
    for card in cards:
        for criterion in card["rubric"]["criteria"]:
            found.setdefault(criterion["key"], criterion)
    return list(found.values())


def _row(
    criterion: dict[str, Any], cards: Sequence[dict[str, Any]], own: dict[str, Any] | None
) -> dict[str, Any]:
    scores = [found for card in cards if (found := _score(criterion["key"], card))]
    observed = sorted(score["half_steps"] for score in scores if score["half_steps"] is not None)
    return {
        "key": criterion["key"],
        "title": criterion["title"],
        "weight": criterion["weight"],
        "concept": criterion.get("concept", ""),
        "own": _score(criterion["key"], own) if own else None,
        "scores": scores,
        "observed": observed,
        "far_apart": far_apart(observed),
    }


def _score(key: str, card: dict[str, Any]) -> dict[str, Any] | None:
    if key not in card["entries"]:
        return None
    return {
        "rater": card["rater"],
        "rater_id": card["rater_id"],
        "role": card["role"],
        **card["entries"][key],
    }
