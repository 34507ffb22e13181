"""Contents of revisions of any format in the present shape. Pure."""

from typing import Any, Final

from rubrics.debriefs.weighing import units

FORMAT: Final = 3


def upgraded(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a revision of any format in the shape of the present one; nothing that it said changes.

    What it did not say yet stays unsaid: empty, or None.
    """
    if content["format"] < 2:
        content = _second(content)
    return _third(content) if content["format"] < FORMAT else content


def _second(content: dict[str, Any]) -> dict[str, Any]:
    """Format 1 knew no own cards, chips or combined rows, and called everybody who watched an observer."""

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
    more: dict[str, Any] = {"seen_otherwise": [], "combined": []}
    return {**content, "format": 2, "rounds": rounds, "disagreements": apart, **more}


def _third(content: dict[str, Any]) -> dict[str, Any]:
    """Format 2 knew no strengths, gaps, concepts, checks and changes, nor what it was made from.

    Whether an action rests on enough is no statement of its own, so it is told from the scores.
    """
    reliable = {each.key: each.reliable for each in units(content["rounds"])}
    return {
        **content,
        "format": FORMAT,
        "strengths": [],
        "gaps": [],
        "concepts": [],
        "checks": [],
        "since": None,
        "inputs": None,
        "actions": [
            {**each, "reliable": reliable.get(each["for"]["key"], False)} for each in content["actions"]
        ],
    }
