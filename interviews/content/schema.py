"""What a track file and a prompt file hold. Pure; docs/content.md tells authors the same in words."""

from typing import Final

from interviews.content.documents import Field
from interviews.content.fields import Items, OneOf, Text, Whole, key, line, record, slug

# The same words as RoundKind, which needs Django; a test holds the two together.
KINDS: Final = ("recruiter", "product_sense", "system_design", "behavioural")
# Booked by themselves, never in a loop; a track may have them.
SINGLES: Final = ("negotiation",)
ALL_KINDS: Final = KINDS + SINGLES
PROMPTS_PER_KIND: Final = 3
PROMPTS_PER_SINGLE: Final = 2


def _round(kinds: tuple[str, ...]) -> Field:
    return record(
        kind=OneOf(kinds),
        title=line(80),
        minutes=Whole(15, 120),
        summary=Text(600, 20),
        what_to_expect=Text(1500, 40),
        phases=Items(record(key=key, title=line(60), minutes=Whole(1, 90)), least=2, most=8, unique="key"),
    )


TRACK: Final = record(
    {"singles": Items(_round(SINGLES), least=1, most=len(SINGLES), unique="kind")},
    slug=slug,
    title=line(200),
    summary=Text(1200, 40),
    rounds=Items(_round(KINDS), least=len(KINDS), most=len(KINDS), unique="kind"),
)

PROMPT: Final = record(
    {
        # For the interviewer alone: facts to judge an answer by.
        "facts": Items(record(topic=line(120), fact=Text(800, 10)), most=20, unique="topic"),
    },
    slug=slug,
    kind=OneOf(ALL_KINDS),
    title=line(120),
    teaser=Text(600, 20),
    steps=Items(
        # `cue` tells the interviewer when to reveal the step; the candidate never gets it.
        record({"cue": line(300)}, key=key, title=line(120), body=Text(3000, 40)),
        least=3,
        most=8,
        unique="key",
    ),
    hints=Items(record(key=key, body=Text(800, 20), cost=line(240, 5)), least=3, most=10, unique="key"),
    probes=Items(
        record(key=key, ask=line(400, 10), listen_for=Text(1000, 20)), least=5, most=15, unique="key"
    ),
)
