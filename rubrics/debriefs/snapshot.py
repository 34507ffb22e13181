"""The inputs of a debrief, read at one moment and named by their digest."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from interviews.models import Loop, Round, Seat
from rubrics.models import DebriefRevision, DrillSet
from rubrics.scorecards.selectors import Standing, call_title, standing_cards

# Raised when the same inputs are to say something else than before.
COMPILER = 3


@dataclass(frozen=True)
class Snapshot:
    """What a debrief is compiled from.

    `rounds` and `drills` are plain data (see `content`), `digest` is the SHA-256 of what identifies them.
    """

    loop_id: str
    candidate: str
    zone: str
    track: dict[str, str]
    rounds: list[dict[str, Any]]
    drills: list[dict[str, Any]]
    digest: str


def take(loop: Loop) -> Snapshot:
    """Read a loop's rounds, boards, cards, rubrics and drills.

    Drafts are nobody's input; of a card that was reopened counts what stands. The candidate's self-score is
    among the cards with its role, and is never counted with the raters'.
    """
    loop = Loop.objects.select_related("candidate", "track").get(pk=loop.pk)
    opened = DebriefRevision.objects.filter(debrief__loop=loop, number=1).values_list(
        "compiled_at", flat=True
    )
    revealed_at = opened.first()
    cards: dict[Any, list[dict[str, Any]]] = {}
    for stands in standing_cards(loop):
        cards.setdefault(stands.card.round_id, []).append(_card(stands, revealed_at))
    rounds = [
        _round(round_, cards.get(round_.pk, []))
        for round_ in Round.objects.filter(loop=loop)
        .select_related("prompt", "board", "waiver")
        .prefetch_related("seats__person")
        .order_by("position")
    ]
    drills = DrillSet.objects.filter(track_slug=loop.track.slug, is_current=True).first()
    identity = {
        "compiler": COMPILER,
        "loop": str(loop.pk),
        "drills": drills.digest if drills else "",
        "rounds": [
            {
                "id": each["id"],
                "state": each["state"],
                "waived": each["waived"],
                "board": each["board"] and each["board"]["last_seq"],
                "cards": [[card["id"], card["version"], card["rubric"]["digest"]] for card in each["cards"]],
            }
            for each in rounds
        ],
    }
    return Snapshot(
        loop_id=str(loop.pk),
        candidate=loop.candidate.shown_name,
        zone=loop.candidate.timezone,
        track={"slug": loop.track.slug, "title": loop.track.title},
        rounds=rounds,
        drills=drills.body["drills"] if drills else [],
        digest=hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest(),
    )


def _round(round_: Round, cards: list[dict[str, Any]]) -> dict[str, Any]:
    interviewers = [seat.person for seat in round_.seats.all() if seat.role == Seat.Role.INTERVIEWER]
    board = getattr(round_, "board", None)
    return {
        "id": str(round_.pk),
        "kind": round_.kind,
        "state": round_.state,
        "prompt": round_.prompt.title,
        "starts_at": round_.starts_at.isoformat(),
        "ends_at": round_.ends_at.isoformat(),
        "interviewer": interviewers[0].shown_name if interviewers else "",
        "interviewer_id": interviewers[0].pk if interviewers else None,
        "board": {"id": str(board.pk), "last_seq": board.last_seq} if board else None,
        "waived": hasattr(round_, "waiver"),
        "cards": cards,
    }


def _card(stands: Standing, revealed_at: datetime | None) -> dict[str, Any]:
    """A card as it stands; `not_blind` where it was handed in again by a rater who could read the debrief."""
    card, body = stands.card, stands.body
    again = bool(stands.revisions) and not stands.is_open
    return {
        "id": str(card.pk),
        "version": stands.version,
        "rater": card.rater.shown_name,
        "rater_id": card.rater_id,
        "role": card.role,
        "rubric": {"digest": card.rubric.digest, "criteria": card.rubric.body["criteria"]},
        "call": body["call"],
        "call_title": call_title(card.rubric.body, body["call"]),
        "call_evidence": body["call_evidence"],
        "takeaway": body["takeaway"],
        "submitted_at": stands.submitted_at.isoformat(),
        "entries": {
            key: {**entry, "chips": _moments(body["chips"], key)} for key, entry in body["entries"].items()
        },
        "revised": len(stands.revisions) if again else max(len(stands.revisions) - 1, 0),
        "not_blind": again and revealed_at is not None and stands.submitted_at > revealed_at,
    }


def _moments(chips: list[dict[str, Any]], criterion: str) -> list[dict[str, Any]]:
    """The moments that a card points to as evidence of a criterion, in the order of their time."""
    return [
        {key: chip[key] for key in ("source", "at", "offset", "text")}
        for chip in chips
        if criterion in chip["criteria"]
    ]
