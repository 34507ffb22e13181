"""A debrief as JSON for other programs, by docs/debrief.schema.json. Pure.

The document has a version of its own: what a revision keeps may change its shape, what is exported as
version 1 stays as the schema of version 1 says. Scores and means are points of the scale (1 to 5).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Final

from rubrics.debriefs.formats import upgraded

NAME: Final = "mockloop.debrief"
VERSION: Final = 1
_ROUND = ("id", "kind", "state", "prompt", "starts_at", "ends_at")
_OWN = ("call", "call_title", "call_evidence", "takeaway", "submitted_at")
_CARD = ("rater", "role", *_OWN, "revised", "not_blind")
_CRITERION = ("kind", "key", "title")
_DRILL = ("slug", "title", "criteria", "minutes", "do", "good_looks_like", "weak", "strong")


def document(
    content: dict[str, Any], *, number: int, compiled_at: datetime, since: bool = True
) -> dict[str, Any]:
    """The document of one revision.

    Args:
        content: what the revision keeps, of any format.
        number: which revision of the debrief it is.
        compiled_at: when it was put together (aware).
        since: whether the reader may also read the loop before, whose scores the comparison holds.
    """
    content = upgraded(content)
    return {
        "format": NAME,
        "version": VERSION,
        "revision": {"number": number, "compiled_at": compiled_at.isoformat()},
        "loop": content["loop"],
        "candidate": {"name": content["candidate"], "zone": content["zone"]},
        "track": {key: content["track"][key] for key in ("slug", "title")},
        "rounds": [_round(each) for each in content["rounds"]],
        "disagreements": [
            {**_named(each), "low": _score(each["low"]), "high": _score(each["high"])}
            for each in content["disagreements"]
        ],
        "seen_otherwise": [
            {**_named(each), "own": _score(each["own"]), "by": _points(each["by"])}
            for each in content["seen_otherwise"]
        ],
        "combined": [
            {
                "key": each["key"],
                "title": each["title"],
                "mean": _points(each["mean"]),
                "rounds": [
                    {"kind": one["kind"], "scores": _scores(one["observed"])} for one in each["sessions"]
                ],
            }
            for each in content["combined"]
        ],
        "strengths": [_weighed(each) for each in content["strengths"]],
        "gaps": [_weighed(each) for each in content["gaps"]],
        "concepts": [_concept(each) for each in content["concepts"]],
        "checks": [
            {key: each[key] for key in ("kind", "key", "held", "why", "quotes")} for each in content["checks"]
        ],
        "since": _since(content["since"]) if since else None,
        "actions": [_action(each) for each in content["actions"]],
    }


def _named(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: given[key] for key in _CRITERION}


def _points(mean: Sequence[int]) -> float:
    """An exact mean or difference [numerator, denominator] in half steps as points."""
    return round(float(Fraction(*mean) / 2), 4)


def _scores(half_steps: Iterable[int]) -> list[float]:
    return [each / 2 for each in half_steps]


def _round(given: Mapping[str, Any]) -> dict[str, Any]:
    own = given["own"]
    return {
        **{key: given[key] for key in _ROUND},
        "interviewer": given["interviewer"] or None,
        "board": given["board"]["id"] if given["board"] else None,
        "missing": given["missing"] or None,
        "look_back": given["look_back"] or None,
        "own": own and {key: own[key] for key in _OWN},
        "cards": [{key: card[key] for key in _CARD} for card in given["cards"]],
        "criteria": [_criterion(each) for each in given["criteria"]],
    }


def _criterion(given: Mapping[str, Any]) -> dict[str, Any]:
    observed = given["observed"]
    return {
        "key": given["key"],
        "title": given["title"],
        "weight": given["weight"],
        "concept": given["concept"] or None,
        "mean": _points([sum(observed), len(observed)]) if observed else None,
        "raters": len(observed),
        "far_apart": given["far_apart"],
        "scores": [_score(each) for each in given["scores"]],
        "own": None if given["own"] is None else _score(given["own"]),
    }


def _score(given: Mapping[str, Any]) -> dict[str, Any]:
    half_steps = given["half_steps"]
    return {
        "rater": given["rater"],
        "role": given["role"],
        "score": None if half_steps is None else half_steps / 2,
        "not_observed": given["not_observed"],
        "evidence": given["evidence"],
        "moments": [
            {key: chip[key] for key in ("source", "at", "offset", "text")} for chip in given["chips"]
        ],
    }


def _weighed(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_named(given),
        "kinds": list(given["kinds"]),
        "mean": _points(given["mean"]),
        "raters": given["raters"],
        "reliable": given["reliable"],
    }


def _concept(given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": given["key"],
        "title": given["title"],
        "scored": [
            {"kind": each["kind"], "key": each["key"], "scores": _scores(each["observed"])}
            for each in given["scored"]
        ],
        "places": [
            {
                "source": each["source"],
                "kind": each["kind"],
                "text": each["text"],
                "at": each["at"] or None,
                "offset": each["offset"],
                "board": each["board"] or None,
            }
            for each in given["places"]
        ],
    }


def _since(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {
        "loop": given["loop"],
        "held_at": given["held_at"],
        "rows": [
            {
                "kinds": list(each["kinds"]),
                "key": each["key"],
                "title": each["title"],
                "before": _points(each["before"]),
                "after": _points(each["after"]),
                "by": _points(each["by"]),
                "noise": _points(each["noise"]),
                "beyond": each["beyond"],
            }
            for each in given["rows"]
        ],
    }


def _action(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = given["for"]
    return {
        **{key: given.get(key) for key in _DRILL},
        "for": {**_named(wanted), "scores": _scores(wanted["observed"])},
        "reliable": given["reliable"],
    }
