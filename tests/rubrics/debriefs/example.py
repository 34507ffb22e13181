"""A debrief as a season has them: four rounds of the real rubrics, three raters each, two boards.

`rounds()` is what a snapshot holds, `content()` what is compiled of it, `boards()` the pictures beside it.
Everything is the same at every call and nothing needs a database.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from interviews.board.picture import picture
from rubrics.content.board import board_elements
from rubrics.debriefs import content as contents
from rubrics.debriefs.actions import next_actions

TRACK = Path(__file__).resolve().parents[3] / "rubrics" / "content" / "tracks" / "fintech-settlement"
BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KINDS = ("recruiter", "product_sense", "system_design", "behavioural")
RATERS = ("Ines Duarte", "Tom Adeyemi", "Mara Lindqvist")
ROLES = ("interviewer", "shadow", "coach")
BOARD = "00000000-0000-4000-8000-00000000000{}"
LOOP = "10000000-0000-4000-8000-000000000001"
EARLIER = "10000000-0000-4000-8000-000000000000"
CALLS = {"recruiter": "yes", "product_sense": "yes", "system_design": "no", "behavioural": "strong_yes"}
# Half steps by criterion in the rubric's order, a row a rater; None is "not observed".
SCORES: dict[str, tuple[tuple[int | None, ...], ...]] = {
    "recruiter": ((8, 7, 6, 7, 8, None), (7, 6, 6, 8, 8, 5), (8, 6, 7, 7, 9, 6)),
    "product_sense": ((7, 5, 6, 6, 7, 6), (6, 5, 7, 6, 8, 5), (7, 4, 6, 5, 7, 6)),
    "system_design": ((8, 5, 4, 3, 6, 5, 5), (9, 6, 8, 4, 7, 5, 6), (8, 5, 6, 3, None, 6, 5)),
    "behavioural": ((8, 9, 8, 7, 8, 7), (9, 8, 8, 8, 7, 8), (8, 9, 7, 7, 8, 6)),
}
OWN = {"system_design": (8, 7, 7, 6, 7, 8, 7)}


def rubric(kind: str) -> dict[str, Any]:
    """The body of a rubric as its file holds it."""
    made: dict[str, Any] = yaml.safe_load((TRACK / f"{kind}.yaml").read_text())
    return made


def drills() -> list[dict[str, Any]]:
    """The track's drills as their file holds them."""
    made: list[dict[str, Any]] = yaml.safe_load((TRACK / "drills.yaml").read_text())["drills"]
    return made


def elements(sample: str = "half-a-second") -> list[dict[str, Any]]:
    """The elements of a board that is drawn like one of the samples for calibration."""
    return board_elements(yaml.safe_load((TRACK / "samples" / f"{sample}.yaml").read_text())["board"])


def boards() -> dict[str, str]:
    """The boards' pictures by round id."""
    drawn = {"system_design": "half-a-second", "product_sense": "sent-or-not-sent"}
    return {
        f"round-{kind}": picture(elements(sample), title="Whiteboard", empty="Nothing was drawn")
        for kind, sample in drawn.items()
    }


def card(kind: str, number: int, scores: tuple[int | None, ...], role: str) -> dict[str, Any]:
    """One card of a round, with evidence in the words of the rubric's own examples."""
    body, at = rubric(kind), BEGAN + timedelta(hours=2 * KINDS.index(kind))
    entries = {}
    for place, (criterion, half) in enumerate(zip(body["criteria"], scores, strict=True)):
        examples = criterion["evidence_examples"]
        moment = {
            "source": "note",
            "at": (at + timedelta(minutes=4 * place + number)).isoformat(),
            "offset": 240 * place + 60 * number,
            "text": examples[(number + 1) % len(examples)],
        }
        entries[criterion["key"]] = {
            "half_steps": half,
            "not_observed": half is None,
            "evidence": "" if half is None else examples[number % len(examples)],
            "chips": [moment] if number == 0 else [],
        }
    call = CALLS[kind]
    return {
        "id": f"card-{kind}-{number}",
        "version": 3,
        "rater": "Cleo Marchetti" if role == "candidate" else RATERS[number],
        "rater_id": 99 if role == "candidate" else number,
        "role": role,
        "rubric": {"digest": "d" * 64, "criteria": body["criteria"]},
        "call": "" if role == "candidate" else call,
        "call_title": "" if role == "candidate" else call.replace("_", " ").capitalize(),
        "call_evidence": ""
        if role == "candidate"
        else "Sound on the invariants, late on who waits for what.",
        "takeaway": "Say unasked what the merchant reads on the screen while the rail is silent.",
        "submitted_at": (at + timedelta(hours=1)).isoformat(),
        "entries": entries,
    }


def rounds() -> list[dict[str, Any]]:
    """The rounds of a snapshot."""
    made = []
    for place, kind in enumerate(KINDS):
        at = BEGAN + timedelta(hours=2 * place)
        cards = [card(kind, number, scores, ROLES[number]) for number, scores in enumerate(SCORES[kind])]
        if kind in OWN:
            cards.append(card(kind, 0, OWN[kind], "candidate"))
        drawn = kind in {"product_sense", "system_design"}
        made.append(
            {
                "id": f"round-{kind}",
                "kind": kind,
                "state": "completed",
                "prompt": "Funds in sight" if kind == "system_design" else "A prompt of the track",
                "starts_at": at.isoformat(),
                "ends_at": (at + timedelta(minutes=45)).isoformat(),
                "started_at": at.isoformat(),
                "interviewer": RATERS[0],
                "interviewer_id": 0,
                "board": {"id": BOARD.format(place), "last_seq": 120} if drawn else None,
                "waived": kind not in OWN,
                "cards": cards,
            }
        )
    return made


def content() -> dict[str, Any]:
    """The content of a revision in the present format, every part of it filled."""
    compiled = [contents.compile_round(each) for each in rounds()]
    return contents.assemble(
        loop_id=LOOP,
        candidate="Cleo Marchetti",
        zone="America/New_York",
        track={"slug": "fintech-settlement", "title": "Fintech PM: settlement"},
        rounds=compiled,
        actions=next_actions(compiled, drills()),
        concepts=CONCEPTS,
        checks=CHECKS,
        since=SINCE,
        inputs=INPUTS,
    )


def _place(source: str, text: str, minute: int | None) -> dict[str, Any]:
    at = BEGAN + timedelta(hours=4, minutes=minute or 0)
    return {
        "source": source,
        "kind": "system_design",
        "text": text,
        "at": "" if minute is None else at.isoformat(),
        "offset": None if minute is None else 60 * minute,
        "board": "" if source == "card" else BOARD.format(2),
    }


CONCEPTS: list[dict[str, Any]] = [
    {
        "key": "idempotency",
        "title": "Idempotency",
        "scored": [{"kind": "system_design", "key": "idempotency", "observed": [8, 8, 9]}],
        "places": [
            _place("board", "dedup by payment id\nunique", 8),
            _place("note", "key and posting commit together", 9),
            _place("card", "Said that the broker’s exactly-once ends where the database begins.", None),
        ],
    },
    {
        "key": "consistency",
        "title": "Scoped eventual consistency",
        "scored": [{"kind": "system_design", "key": "consistency", "observed": [5, 5, 6]}],
        "places": [_place("board", "view, ≤ 2 s stale", 14)],
    },
    {
        "key": "isolation",
        "title": "Fault isolation",
        "scored": [{"kind": "system_design", "key": "isolation", "observed": [4, 6, 8]}],
        "places": [],
    },
    {
        "key": "observability",
        "title": "Observability",
        "scored": [{"kind": "system_design", "key": "observability", "observed": [3, 3, 4]}],
        "places": [_place("card", "“Oldest accepted payment without posting, over 30 s, pages.”", None)],
    },
]
CHECKS: list[dict[str, Any]] = [
    {"kind": "recruiter", "key": "consequence", "held": None, "why": "between", "quotes": []},
    {
        "kind": "system_design",
        "key": "consequence",
        "held": False,
        "why": "words_against",
        "quotes": ["Closed with “so it scales to 10,000 a second”."],
    },
    {
        "kind": "behavioural",
        "key": "car",
        "held": True,
        "why": "scores_high",
        "quotes": ["Context in three sentences, with the date of the launch at stake."],
    },
    {"kind": "behavioural", "key": "consequence", "held": True, "why": "scores_high", "quotes": []},
]
SINCE: dict[str, Any] = {
    "loop": EARLIER,
    "held_at": (BEGAN - timedelta(days=7)).isoformat(),
    "rows": [
        {
            "kind": "",
            "kinds": list(KINDS),
            "key": "product_consequence",
            "title": "Product consequence",
            "before": [4, 1],
            "after": [73, 12],
            "by": [25, 12],
            "noise": [8, 5],
            "beyond": True,
        },
        {
            "kind": "system_design",
            "kinds": ["system_design"],
            "key": "observability",
            "title": "Observability",
            "before": [4, 1],
            "after": [10, 3],
            "by": [-2, 3],
            "noise": [17, 5],
            "beyond": False,
        },
    ],
}
INPUTS: dict[str, Any] = {
    "compiler": 3,
    "loop": LOOP,
    "rounds": [
        {"id": f"round-{kind}", "kind": kind, "state": "completed", "waived": False, "board": None}
        for kind in KINDS
    ],
    "rubrics": [{"kind": kind, "slug": f"rubric-{kind}", "number": 1, "digest": "d" * 64} for kind in KINDS],
    "prompts": [{"kind": kind, "slug": f"prompt-{kind}", "digest": "e" * 64} for kind in KINDS],
    "drills": "f" * 64,
    "cards": [[f"card-{kind}-{number}", 3] for kind in KINDS for number in range(3)],
    "earlier": {"loop": EARLIER, "number": 1, "digest": "a" * 64},
}
