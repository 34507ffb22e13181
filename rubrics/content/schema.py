"""What a rubric file and a file of drills hold. Pure; docs/content.md tells authors the same in words."""

from typing import Final

from interviews.content.fields import Flag, Items, OneOf, Text, Whole, key, line, record, slug
from interviews.content.schema import KINDS

POINTS: Final = ("1", "2", "3", "4", "5")
# The same words as Scorecard.Call, which needs Django; a test holds the two together.
CALLS: Final = ("strong_no", "no", "yes", "strong_yes")
# What a criterion is about across rounds, for comparing the same idea in different rooms.
CONCEPTS: Final = (
    "idempotency",
    "consistency",
    "isolation",
    "observability",
    "ledger",
    "tradeoff",
    "consequence",
    "framing",
    "metric",
    "story",
    "dialogue",
    "level",
)

_anchor = Text(500, 40)

RUBRIC: Final = record(
    slug=slug,
    kind=OneOf(KINDS),
    title=line(120),
    criteria=Items(
        record(
            {"concept": OneOf(CONCEPTS), "must_observe": Flag()},
            key=key,
            title=line(80),
            question=line(300, 10),
            anchors=record({}, **dict.fromkeys(POINTS, _anchor)),
            evidence_examples=Items(line(300, 10), least=2, most=6),
            weight=Whole(1, 3),
        ),
        least=4,
        most=8,
        unique="key",
    ),
    calls=Items(
        record({"meaning": line(160)}, key=OneOf(CALLS), title=line(40)),
        least=len(CALLS),
        most=len(CALLS),
        unique="key",
    ),
)

DRILLS: Final = record(
    drills=Items(
        record(
            slug=slug,
            title=line(120),
            criteria=Items(key, most=4, unique="."),
            minutes=Whole(5, 120),
            do=Text(2000, 40),
            good_looks_like=Text(1200, 40),
            weak=Text(600, 10),
            strong=Text(800, 10),
        ),
        unique="slug",
    ),
)
