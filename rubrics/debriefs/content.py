"""What a debrief says, from a snapshot's plain data. Pure; words for people are made in `report`.

A compiled round:
    {id, kind, state, prompt, starts_at, ends_at, interviewer, board: {id, last_seq} | None, missing,
     look_back, own: {call, call_title, call_evidence, takeaway, submitted_at} | None,
     cards: [{rater, rater_id, role, call, call_title, call_evidence, takeaway, submitted_at, revised,
              not_blind}],
     criteria: [{key, title, weight, concept, own: score | None, scores: [score],
                 observed: [half steps, ascending], far_apart}]}
A score:
    {rater, rater_id, role, half_steps, not_observed, evidence, chips: [{source, at, offset, text}]}
`missing` is why a round says nothing or not all: "" or one of `MISSING`. `look_back` is what became of the
candidate's look back: "" or one of `LOOK_BACK`. `own` is the candidate's own card, which nothing counts.
`revised` is how often a card was handed in again, `not_blind` whether that was with the debrief open.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

from rubrics.content.drills import pick_drills
from rubrics.scorecards.scale import far_apart

FORMAT: Final = 2
MISSING: Final = ("open", "card", "missed", "cancelled")
LOOK_BACK: Final = ("in", "waived", "missing")
# A point on the scale: so far apart, how candidate and raters saw it is shown side by side.
SEEN_OTHERWISE: Final = 2
CANDIDATE: Final = "candidate"
ACTIONS: Final = 3
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


def seen_otherwise(rounds: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where the candidate's own score and the raters' mean are a point or more apart, widest first.

    Each is {kind, key, title, own: score, scores: [score], by: [numerator, denominator]}; `by` is own less
    mean in half steps, exact: above nothing the candidate thought better of it than the raters.
    """
    found = []
    for round_ in rounds:
        for row in round_["criteria"]:
            middle, own = mean(row), row["own"]
            if middle is None or own is None or own["half_steps"] is None:
                continue
            by = own["half_steps"] - middle
            if abs(by) >= SEEN_OTHERWISE:
                scores = [score for score in row["scores"] if score["half_steps"] is not None]
                found.append(
                    {"kind": round_["kind"], "key": row["key"], "title": row["title"], "own": own}
                    | {"scores": scores, "by": [by.numerator, by.denominator]}
                )
    return sorted(found, key=lambda each: -abs(Fraction(*each["by"])))


def combined(rounds: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Criteria that were observed in two rounds or more, in their order: one row over separate interviews.

    Each is {key, title, sessions: [{kind, observed}], mean: [numerator, denominator]}; every round has the
    same weight in the mean (in half steps), however many rated it.
    """
    found: dict[str, dict[str, Any]] = {}
    for round_ in rounds:
        for row in round_["criteria"]:
            if row["observed"]:
                one = found.setdefault(row["key"], {"key": row["key"], "title": row["title"], "sessions": []})
                one["sessions"].append({"kind": round_["kind"], "observed": row["observed"]})
    several = [each for each in found.values() if len(each["sessions"]) > 1]
    for each in several:
        means = [Fraction(sum(one["observed"]), len(one["observed"])) for one in each["sessions"]]
        whole = sum(means, Fraction(0)) / len(means)
        each["mean"] = [whole.numerator, whole.denominator]
    return several


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
        "format": FORMAT,
        "loop": loop_id,
        "candidate": candidate,
        "zone": zone,
        "track": track,
        "rounds": rounds,
        "disagreements": disagreements(rounds),
        "seen_otherwise": seen_otherwise(rounds),
        "combined": combined(rounds),
        "actions": actions,
    }


def upgraded(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a revision of any format in the shape of the present one; nothing that it said changes.

    Format 1 knew no own cards, chips or combined rows, and called everybody who watched an observer.
    """
    if content["format"] >= FORMAT:
        return content

    def score(given: dict[str, Any]) -> dict[str, Any]:
        return {"rater_id": None, "chips": [], **given}

    rounds = [
        {
            **round_,
            "look_back": "",
            "own": None,
            "cards": [
                {"rater_id": None, "revised": 0, "not_blind": False, **card} for card in round_["cards"]
            ],
            "criteria": [
                {**row, "own": None, "scores": [score(each) for each in row["scores"]]}
                for row in round_["criteria"]
            ],
        }
        for round_ in content["rounds"]
    ]
    apart = [
        {**each, "low": score(each["low"]), "high": score(each["high"])} for each in content["disagreements"]
    ]
    return {**content, "rounds": rounds, "disagreements": apart, "seen_otherwise": [], "combined": []}


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
