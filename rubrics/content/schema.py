"""What a rubric file, a file of drills and a sample for calibration hold. Pure.

docs/content.md tells authors the same in words.
"""

import re
from typing import Final

from interviews.content.fields import Flag, Items, Name, OneOf, Text, Whole, key, line, record, slug
from interviews.content.schema import ALL_KINDS, KINDS

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

# Of a sample, told only after scoring.
QUALITIES: Final = ("weak", "middling", "strong")
SAMPLES_PER_KIND: Final = 3
SCORES: Final = ("1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5")
# A moment of a round, counted from its beginning.
MOMENT: Final = re.compile(r"[0-9]{2}:[0-5][0-9]")
BOXES: Final = ("service", "store", "queue", "person", "choice", "note", "area")

_anchor = Text(500, 40)

RUBRIC: Final = record(
    slug=slug,
    kind=OneOf(ALL_KINDS),
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

SAMPLE: Final = record(
    {
        "transcript": Items(
            record(at=Name(MOMENT, '"07:30"', 5), who=OneOf(("candidate", "interviewer")), said=line(1500)),
            least=6,
            most=60,
        ),
        "answer": Text(8000, 400),
        "board": record(
            boxes=Items(
                record(
                    {"kind": OneOf(BOXES)},
                    key=key,
                    label=Text(160, breaks=True),
                    x=Whole(0, 1600),
                    y=Whole(0, 1200),
                    w=Whole(40, 1600),
                    h=Whole(24, 1200),
                ),
                least=2,
                most=30,
                unique="key",
            ),
            arrows=Items(record({"label": line(80)}, **{"from": key, "to": key}), least=0, most=40),
        ),
    },
    slug=slug,
    kind=OneOf(KINDS),
    title=line(120),
    quality=OneOf(QUALITIES),
    setting=record(
        who=Text(600, 20),
        prompt=slug,
        steps=Items(key, most=8, unique="."),
        phases=Items(key, most=8, unique="."),
    ),
    reference=Items(
        record(
            {"score": OneOf(SCORES), "not_observed": Flag()},
            criterion=key,
            reason=Text(900, 20),
        ),
        unique="criterion",
    ),
)
