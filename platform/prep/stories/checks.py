"""What the story sheet says about a story at once: rules over its words, and what they can't judge (pure).

A rule reads words and numbers, never meaning: it can't know whether a figure is true, whose work it was, or
whether a listener would care. Each therefore says what it looked for, and "unsure" where words leave it open.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Held = Literal["yes", "no", "unsure"]


@dataclass(frozen=True)
class Check:
    """One rule's answer: `key` names it in `prep.stories.words`, `found` is what it went by."""

    key: str
    held: Held
    found: str = ""


UNITS: Final = (
    r"%|per ?cent|percentage points?|pp|bps|basis points?|ms|milliseconds?|s|secs?|seconds?|min|mins"
    r"|minutes?|h|hours?|days?|weeks?|[kmb]n?|thousand|million|billion|usd|eur|gbp|dollars?|euros?|x"
    r"|times|merchants?|customers?|payments?|payouts?|transactions?|transfers?|breaks?|cases|tickets"
    r"|alerts|holds?|requests?|rpc/s|qps|tps"
)
_NUMBER = r"[$€£]?\s?\d+(?:[.,  ]\d+)*"
_METRIC = re.compile(rf"[$€£]\s?\d|(?<![\w.]){_NUMBER}\s?(?:{UNITS})(?![\w])", re.IGNORECASE)
_FROM_TO = re.compile(
    rf"{_NUMBER}\s*(?:{UNITS})?\s*(?:→|->|=>|–>|⟶)\s*{_NUMBER}"
    rf"|from\s+(?:\w+\s+)?{_NUMBER}[^.;]{{0,30}}?\bto\s+(?:\w+\s+)?{_NUMBER}"
    rf"|{_NUMBER}\s*(?:{UNITS})?\s+(?:down|up)\s+to\s+{_NUMBER}"
    rf"|(?:was|before:?)\s+{_NUMBER}[^.;]{{0,40}}?(?:is|now|after:?)\s+(?:now\s+)?{_NUMBER}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"\b(?:down|up|by|cut|fewer|less|more|faster|lower|higher|reduced|raised|saved|freed)\b[^.;]{{0,25}}?{_NUMBER}"
    rf"|{_NUMBER}\s?(?:%|x|times)\s+(?:more|less|fewer|faster|lower|higher)\b",
    re.IGNORECASE,
)
_WHOM = re.compile(
    r"\b(?:merchants?|sellers?|customers?|payers?|payees?|consumers?|users?|drivers?|couriers?"
    r"|restaurants?|small business(?:es)?|smes?|businesses|banks?|partners?|treasur\w+|finance teams?"
    r"|operations|ops|support|analysts?|auditors?|regulators?|compliance|risk|fraud|chargebacks?"
    r"|breakage|losses|loss|penalt\w+|fines?|exposure|reconciliation breaks?|breaks?|duplicates?"
    r"|double settlements?|stuck payments?|false positives?|holds?)\b",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(
    r"\b(?:funds?|cash ?flow|working capital|time-to-funds|availability|settle[sd]?|settlements?"
    r"|payouts?|paid|held|holds?|freed|saved?|savings?|revenue|volume|cost|costs|fees?|fraud loss\w*"
    r"|chargebacks?|breakage|fines?|penalt\w+|compliance|audit\w*|exposure|reconcil\w+|breaks?"
    r"|tickets?|complaints?|churn|conversion|approv\w+|merchants?|customers?|refund\w*|float"
    r"|liquidity)\b",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"\b(?:auc|roc|f1|accuracy|precision|recall|rmse|perplexity|benchmark|parameters?|inference"
    r"|embedding\w*|transformer\w*|xgboost|pytorch|tensorflow|kafka|spark|flink|kubernetes|redis"
    r"|feature store|pipeline|model|gpu|fine-?tun\w+|llm)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"“$€£])|\n+")
LONGEST_SENTENCE: Final = 32
"""Words that can be said in one breath, about twelve seconds of speech."""
READY: Final = ("metric", "whom", "beyond_model", "consequence_last")
"""Without one of these a story is not ready."""


def sentences(text: str) -> list[str]:
    """The sentences of a text, roughly: at a full stop before a capital or a number, and at line breaks."""
    return [part.strip() for part in _SENTENCE.split(text.strip()) if part.strip()]


def metric(text: str) -> Check:
    """Is there a number with a unit, and a before and after?"""
    if not (found := _METRIC.search(text)):
        return Check("metric", "no")
    if change := _FROM_TO.search(text):
        return Check("metric", "yes", change.group().strip())
    if change := _RELATIVE.search(text):
        # A change without what it changed from is a change still; whoever asks will want the base.
        return Check("metric", "unsure", change.group().strip())
    return Check("metric", "no", found.group().strip())


def whom(text: str) -> Check:
    """Does it name somebody who is better off, or a risk that went down?"""
    found = _WHOM.search(text)
    return Check("whom", "yes", found.group()) if found else Check("whom", "no")


def beyond_model(text: str) -> Check:
    """Does it stop at a model's accuracy or at tools?"""
    if not text.strip():
        return Check("beyond_model", "no")
    model, beyond = _MODEL.search(text), _CONSEQUENCE.search(text)
    if beyond:
        return Check("beyond_model", "yes", beyond.group())
    return Check("beyond_model", "no", model.group()) if model else Check("beyond_model", "unsure")


def consequence_last(text: str) -> Check:
    """Is the product consequence the last word: is it in the last sentence, after any talk of the model?"""
    last = sentences(text)[-1:]
    if not last:
        return Check("consequence_last", "no")
    ends = [each.end() for each in _CONSEQUENCE.finditer(last[0])]
    if not ends:
        return Check("consequence_last", "no", last[0])
    after = [each.group() for each in _MODEL.finditer(last[0]) if each.start() > ends[-1]]
    return Check("consequence_last", "no", after[-1]) if after else Check("consequence_last", "yes", last[0])


def one_sentence(text: str) -> Check:
    """Can it be said in one sentence?"""
    found = sentences(text)
    words = len(text.split())
    if not found:
        return Check("one_sentence", "no")
    held: Held = "yes" if len(found) == 1 and words <= LONGEST_SENTENCE else "no"
    return Check("one_sentence", held, str(words))


def check_story(story: Mapping[str, str]) -> list[Check]:
    """All checks of a row of the sheet, over its column of impact."""
    impact = story.get("impact", "")
    return [
        metric(impact),
        whom(impact),
        beyond_model(impact),
        consequence_last(impact),
        one_sentence(impact),
    ]


def check_car(story: Mapping[str, str]) -> list[Check]:
    """The checks of context, action and result: all three told, and the consequence is the last word."""
    told = [name for name in ("context", "action", "result") if story.get(name, "").strip()]
    return [
        Check("car_told", "yes" if len(told) == 3 else "no", ", ".join(told)),
        consequence_last(story.get("consequence", "")),
    ]


def check_claim(claim: Mapping[str, str]) -> list[Check]:
    """The checks of a promotion-packet claim: its settlement consequence has a number and an end."""
    consequence = claim.get("consequence", "")
    return [metric(consequence), whom(consequence), consequence_last(consequence)]


def is_ready(story: Mapping[str, str]) -> bool:
    """Whether all three columns say something and no check that matters says no."""
    if not all(story.get(name, "").strip() for name in ("project", "problem", "impact")):
        return False
    return all(check.held != "no" for check in check_story(story) if check.key in READY)


def is_told_as_car(story: Mapping[str, str]) -> bool:
    """Whether a story is told as context, action and result, and ends in the product consequence."""
    return all(check.held == "yes" for check in check_car(story))
