"""The inputs of a debrief, read at one moment and named by their digest."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from interviews.models import Loop, Round, Seat
from rubrics.models import DrillSet, Scorecard
from rubrics.scorecards.selectors import call_title, data_of

# Raised when the same inputs are to say something else than before.
COMPILER = 2


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
    """Read a loop's rounds, boards, submitted cards, rubrics and drills; drafts are nobody's input."""
    loop = Loop.objects.select_related("candidate", "track").get(pk=loop.pk)
    cards: dict[Any, list[Scorecard]] = {}
    for card in (
        Scorecard.objects.filter(round__loop=loop, state=Scorecard.State.SUBMITTED)
        .select_related("rater", "rubric")
        .prefetch_related("scores", "chips__tags")
        .order_by("submitted_at", "pk")
    ):
        cards.setdefault(card.round_id, []).append(card)
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


def _round(round_: Round, cards: list[Scorecard]) -> dict[str, Any]:
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
        "cards": [_card(card) for card in cards],
    }


def _card(card: Scorecard) -> dict[str, Any]:
    data = data_of(card)
    chips = _chips(card)
    assert card.submitted_at is not None
    return {
        "id": str(card.pk),
        "version": card.version,
        "rater": card.rater.shown_name,
        "rater_id": card.rater_id,
        "role": card.role,
        "rubric": {"digest": card.rubric.digest, "criteria": card.rubric.body["criteria"]},
        "call": card.call,
        "call_title": call_title(card.rubric.body, card.call)
        or str(dict(Scorecard.Call.choices).get(card.call, "")),
        "call_evidence": card.call_evidence,
        "takeaway": card.takeaway,
        "submitted_at": card.submitted_at.isoformat(),
        "entries": {
            key: {
                "half_steps": entry.half_steps,
                "not_observed": entry.not_observed,
                "evidence": entry.evidence,
                "chips": chips.get(key, []),
            }
            for key, entry in data.entries.items()
        },
    }


def _chips(card: Scorecard) -> dict[str, list[dict[str, Any]]]:
    """The moments that a card points to, by criterion, in the order of their time."""
    found: dict[str, list[dict[str, Any]]] = {}
    for chip in card.chips.all():
        said = {"source": chip.source, "at": chip.at.isoformat(), "offset": chip.offset, "text": chip.text}
        for tag in chip.tags.all():
            found.setdefault(tag.criterion, []).append(said)
    return found
