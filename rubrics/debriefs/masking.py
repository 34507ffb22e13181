"""A debrief's content with letters instead of raters' names, for readers who are not to know them. Pure.

What people typed stays as it is: a name that somebody wrote into their evidence is not looked for.
"""

from collections.abc import Callable
from typing import Any

INTERVIEWER = "interviewer"


def masked(content: dict[str, Any], name_of: Callable[[str], str]) -> dict[str, Any]:
    """A copy of a content in which every rater and interviewer is called by a letter, the same throughout.

    Letters follow the order of the rounds and of their cards, so they tell nothing but who comes first.

    Args:
        content: of the present format.
        name_of: what somebody with a letter ("A", "B" … "Z", "AA") is called.
    """
    letters: dict[object, str] = {}

    def letter(key: object) -> str:
        return letters.setdefault(key, name_of(_letter(len(letters))))

    def rater(given: dict[str, Any]) -> object:
        return given["rater"] if given["rater_id"] is None else given["rater_id"]

    for round_ in content["rounds"]:
        for card in round_["cards"]:
            letter(rater(card))

    def hidden(value: Any) -> Any:
        if isinstance(value, list):
            return [hidden(each) for each in value]
        if not isinstance(value, dict):
            return value
        made = {key: hidden(each) for key, each in value.items()}
        if "rater" in value and value.get("role") != "candidate":
            made |= {"rater": letter(rater(value)), "rater_id": None}
        return made

    rounds = [
        {**hidden(round_), "interviewer": round_["interviewer"] and letter(_who_asked(round_, content))}
        for round_ in content["rounds"]
    ]
    return {**hidden(content), "rounds": rounds}


def _who_asked(round_: dict[str, Any], content: dict[str, Any]) -> object:
    """What the interviewer of a round is known by among the raters, or their name where no card tells."""
    own = [card for card in round_["cards"] if card["role"] == INTERVIEWER]
    others = [card for each in content["rounds"] for card in each["cards"]]
    for card in own or [each for each in others if each["rater"] == round_["interviewer"]]:
        return card["rater"] if card["rater_id"] is None else card["rater_id"]
    return round_["interviewer"]


def _letter(number: int) -> str:
    """0 → "A", 25 → "Z", 26 → "AA"."""
    made = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        made = chr(ord("A") + rest) + made
    return made
