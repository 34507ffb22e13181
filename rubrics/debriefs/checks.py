"""Whether a round held a story's shape (context, action, result) and came to the product consequence. Pure.

A check rests on the rubric's own criterion first: at 3.5 or more, all raters together, it held; at 2.5 or
less it did not. In between, and where a rubric has no such criterion, raters' evidence decides by its words,
in English, if all of it points the same way. Else it can't be judged: what raters see two points apart, what
nobody observed, and what nobody wrote about is not called a failure.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from rubrics.debriefs.one_round import mean
from rubrics.debriefs.quotes import plain, sentences, shortened

WHY: Final = ("scores_high", "scores_low", "words_for", "words_against", "apart", "between", "nothing")
HELD_FROM, NOT_HELD_TO = 7, 5
QUOTES: Final = 2
STORIES: Final = "behavioural"

Row = dict[str, Any]

_PEOPLE = (
    r"(?:merchant|seller|restaurant|customer|user|driver|shop|buyer|payee|payer|clerk|auditor|regulator|supplier"
    r"|florist|family|families|people|support)(?:'?s'?)?"
)
_FIGURE = (
    r"(?:[$€£] ?\d|\d[\d.,]* ?(?:%|per ?cent|percent|points?|k|m|bn|million|thousand|dollars?|euros?|ms"
    r"|seconds?|minutes?|hours?|days?|weeks?|months?)(?!\w))"
)
_CAR_FOR: Final = (
    r"context\b.{0,80}\baction\b.{0,80}\bresult",
    r"context in (?:a|one|two|three|\d+) (?:short )?(?:sentences?|minutes?)",
    r"(?:ended|closed|finished|ends|closes|finishes) (?:at|with|on) (?:a|the|its|her|his|their)"
    r" (?:result|outcome|figure)",
    r"result with (?:a|its) (?:figure|number|baseline)",
    r"(?:clear|all three) (?:context|action|result|parts|car)\b",
    r"told (?:it )?in car\b",
    r"car (?:shape|form|structure) (?:held|throughout|was clear|from start to end)",
)
_CAR_AGAINST: Final = (
    r"(?:no|without an?|without any|missing|lacked an?|never (?:got|came|gets) to (?:a|the)) (?:clear )?"
    r"(?:context|action|result|outcome)\b",
    r"(?:stopped|stops|ended|ends) before (?:a|the|any) (?:result|outcome|end)",
    r"(?:context|action|result|outcome) (?:is|was|stayed|remained|stays) (?:missing|unclear|open|absent)",
    r"(?:result|outcome|action) (?:came|comes) only (?:after|when|upon)",
    r"what happened (?:then|next)",
    r"in general,? i\b",
    r"i always try",
    r"(?:opinions?|habits?) (?:instead of|rather than|, not)",
    r"(?:context|background) (?:took|takes|took up|ate) (?:most|half|more than half)",
)
_CONSEQUENCE_FOR: Final = (
    rf"{_PEOPLE}\b.{{0,120}}{_FIGURE}",
    rf"{_FIGURE}.{{0,120}}\b{_PEOPLE}\b",
    r"(?:ended|ends|closed|closes|arrived|arrives|finished) (?:at|with|on) (?:the |a |what (?:a |the )?)?"
    r"(?:merchants?|sellers?|users?|customers?|money|cash flow|product consequence|time to funds)",
    r"who (?:is|was|would be|are) (?:better|worse) off",
)
_CONSEQUENCE_AGAINST: Final = (
    r"(?:ended|ends|closed|closes|stopped|stops|finished) (?:at|with|when|as soon as) (?:the |a |its )?"
    r"(?:system|model|technology|architecture|feature|launch|technical|metric|delivery|latency|throughput)",
    r"so it scales",
    r"(?:more|much more|highly) scalable",
    r"(?:better|improved) (?:user |customer )?experience",
    r"(?:more|builds?) trust\b",
    r"everybody (?:was|is) happy",
    r"state of the art",
    r"(?:no|without an?|without any|not one) (?:figure|number|amount|merchant|user|customer|person)s?\b",
    r"(?:never|did not|didn't) (?:say|said|name|named|mention|mentioned)"
    r" (?:who|whose|what it meant|a merchant|a user|an amount)",
    r"(?:repeated|repeats) the technical",
)


def _any(parts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts))


WORDS: Final = {
    "car": (_any(_CAR_FOR), _any(_CAR_AGAINST)),
    "consequence": (_any(_CONSEQUENCE_FOR), _any(_CONSEQUENCE_AGAINST)),
}


def checks(rounds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The checks of all rounds that somebody scored, in the shape of `content`."""
    found = []
    for round_ in rounds:
        if not round_["cards"]:
            continue
        if round_["kind"] == STORIES:
            found.append(_check("car", round_, _is_shape))
        found.append(_check("consequence", round_, lambda row: row["concept"] == "consequence"))
    return found


def speaks(key: str, text: str) -> tuple[list[str], list[str]]:
    """The sentences of a text that say that a check held, and those that say it did not.

    A sentence that says what was missing does not count for it, whatever else it holds.
    """
    held, missed = WORDS[key]
    said_for, said_against = [], []
    for sentence in sentences(text):
        words = plain(sentence)
        if missed.search(words):
            said_against.append(shortened(sentence))
        elif held.search(words):
            said_for.append(shortened(sentence))
    return said_for, said_against


def _is_shape(row: Row) -> bool:
    """Whether a criterion is about a story's shape, by its key or its title."""
    if row["key"] in {"story_shape", "car"}:
        return True
    return row["concept"] == "story" and bool(re.search(r"\b(?:shape|car|context)\b", plain(row["title"])))


def _check(key: str, round_: dict[str, Any], asks: Callable[[Row], bool]) -> dict[str, Any]:
    rows = [row for row in round_["criteria"] if asks(row)]
    # Without a criterion for it, it may have been written anywhere on a card.
    read = rows or round_["criteria"]
    texts = [score["evidence"] for row in read for score in row["scores"] if score["evidence"]]
    said_for: list[str] = []
    said_against: list[str] = []
    for text in texts:
        more_for, more_against = speaks(key, text)
        said_for += more_for
        said_against += more_against
    held, why = _judged(rows, bool(said_for), bool(said_against))
    both = [*said_for[:1], *said_against[:1]]
    quotes = both if held is None else said_for if held else said_against
    if not quotes and rows and why.startswith("scores"):
        quotes = [shortened(sentences(text)[0]) for text in texts if sentences(text)]
    kept = list(dict.fromkeys(quotes))[:QUOTES]
    return {"kind": round_["kind"], "key": key, "held": held, "why": why, "quotes": kept}


def _judged(rows: Sequence[Row], said_for: bool, said_against: bool) -> tuple[bool | None, str]:
    scored = [row for row in rows if row["observed"]]
    if any(row["far_apart"] for row in scored):
        return None, "apart"
    if scored:
        middles = [mean(row) or 0 for row in scored]
        if min(middles) >= HELD_FROM:
            return True, "scores_high"
        if max(middles) <= NOT_HELD_TO:
            return False, "scores_low"
    if said_for != said_against:
        return said_for, "words_for" if said_for else "words_against"
    return None, "between" if scored or said_for else "nothing"
