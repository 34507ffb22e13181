"""What an interviewer can ask about a row of the story sheet: questions made from its words (pure)."""

import re
from collections.abc import Mapping
from typing import Final

from prep.stories.checks import check_story

_FIGURES = re.compile(
    r"[$€£]?\d[\d.,]*\s*(?:%|[a-zA-Z/]+)?\s*(?:→|->|=>|to)\s*[$€£]?\d[\d.,]*\s*(?:%|[a-zA-Z/]+)?"
    r"|[$€£]\s?\d[\d.,]*\s*(?:[kmb]n?|million|billion)?\b|\d[\d.,]*\s?(?:%|ms|k|m|bn|million|days?|hours?)(?!\w)",
    re.IGNORECASE,
)
MOST: Final = 4


def figures(text: str) -> list[str]:
    """Every figure a text claims, as written, each once, in order."""
    return list(dict.fromkeys(found.group().strip(" .,") for found in _FIGURES.finditer(text)))


def probes(story: Mapping[str, str]) -> list[tuple[str, str]]:
    """At most four questions, as (kind, about what); `prep.stories.words` puts them into words.

    Kinds: "measured" for a figure, "base" for a change without what it changed from, and "whom", "so_what"
    where the row names nobody or does not end in a consequence.
    """
    found = [("measured", figure) for figure in figures(story.get("impact", ""))[:2]]
    held = {check.key: check for check in check_story(story)}
    if held["metric"].held == "unsure":
        found.append(("base", held["metric"].found))
    if held["whom"].held == "no":
        found.append(("whom", ""))
    if held["consequence_last"].held == "no":
        found.append(("so_what", ""))
    if not found:
        found.append(("part", story.get("project", "")))
    return found[:MOST]
