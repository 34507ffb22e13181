"""The inputs of a debrief, read at one moment and named by their digest.

What identifies them is kept in the revision as `inputs`:
    {compiler, loop,
     rounds: [{id, kind, state, waived, board: [id, last_seq] | None}],
     cards: [[id, version]], rubrics: [{kind, slug, number, digest}], prompts: [{kind, slug, digest}],
     drills: digest, earlier: {loop, number, digest} | None}
A revision's digest is the SHA-256 of just that, as JSON with sorted keys: the same inputs make no second one.
`cards` are those that count, the candidate's own among them, with the version that was submitted; `earlier`
is the revision of the loop before that `since` compares with.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from interviews.models import Loop, Round, Seat
from rubrics.models import DebriefRevision, DrillSet
from rubrics.scorecards.selectors import Standing, call_title, standing_cards

# Raised when the same inputs are to say something else than before.
COMPILER = 3


@dataclass(frozen=True)
class Earlier:
    """The current revision of the candidate's loop before, in the same track; `held_at` its last round."""

    revision: int
    loop_id: str
    number: int
    digest: str
    held_at: datetime


@dataclass(frozen=True)
class Snapshot:
    """What a debrief is compiled from: `rounds` and `drills` are plain data (see `content`)."""

    loop_id: str
    candidate: str
    zone: str
    track: dict[str, str]
    rounds: list[dict[str, Any]]
    drills: list[dict[str, Any]]
    earlier: Earlier | None
    inputs: dict[str, Any]

    @property
    def digest(self) -> str:
        """The name of the inputs: the SHA-256 of what identifies them, in hexadecimal."""
        return hashlib.sha256(json.dumps(self.inputs, sort_keys=True).encode()).hexdigest()


def take(loop: Loop) -> Snapshot:
    """Read a loop's rounds, boards, cards, rubrics and drills, and which loop came before.

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
    rows = list(
        Round.objects.filter(loop=loop)
        .select_related("prompt", "board", "waiver")
        .prefetch_related("seats__person")
        .order_by("position")
    )
    rounds = [_round(row, cards.get(row.pk, [])) for row in rows]
    drills = DrillSet.objects.filter(track_slug=loop.track.slug, is_current=True).first()
    earlier = _earlier(loop, rows)
    return Snapshot(
        loop_id=str(loop.pk),
        candidate=loop.candidate.shown_name,
        zone=loop.candidate.timezone,
        track={"slug": loop.track.slug, "title": loop.track.title},
        rounds=rounds,
        drills=drills.body["drills"] if drills else [],
        earlier=earlier,
        inputs={
            "compiler": COMPILER,
            "loop": str(loop.pk),
            "rounds": [
                {key: each[key] for key in ("id", "kind", "state", "waived")}
                | {"board": each["board"] and [each["board"]["id"], each["board"]["last_seq"]]}
                for each in rounds
            ],
            "cards": sorted([card["id"], card["version"]] for each in rounds for card in each["cards"]),
            "rubrics": _rubrics(rounds),
            "prompts": [
                {"kind": row.kind, "slug": row.prompt.slug, "digest": row.prompt.digest} for row in rows
            ],
            "drills": drills.digest if drills else "",
            "earlier": earlier
            and {"loop": earlier.loop_id, "number": earlier.number, "digest": earlier.digest},
        },
    )


def _earlier(loop: Loop, rows: list[Round]) -> Earlier | None:
    """The loop before: of the same candidate and track, over before this one began, with a revision."""
    held = [row.starts_at for row in rows if row.state == Round.State.COMPLETED]
    if not held:
        return None
    found = (
        DebriefRevision.objects.filter(
            is_current=True,
            debrief__loop__candidate=loop.candidate_id,
            debrief__loop__track__slug=loop.track.slug,
        )
        .exclude(debrief__loop=loop)
        .order_by()
        .values("pk", "number", "digest", "debrief__loop")
        .annotate(
            held_at=Max(
                "debrief__loop__rounds__starts_at",
                filter=Q(debrief__loop__rounds__state=Round.State.COMPLETED),
            )
        )
        .filter(held_at__lt=min(held))
        .order_by("-held_at", "-pk")
        .first()
    )
    return found and Earlier(
        found["pk"], str(found["debrief__loop"]), found["number"], found["digest"], found["held_at"]
    )


def _rubrics(rounds: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The versions of rubrics that the cards are on; normally one a round."""
    found = {
        (each["kind"], card["rubric"]["digest"]): {
            "kind": each["kind"],
            **{key: card["rubric"][key] for key in ("slug", "number", "digest")},
        }
        for each in rounds
        for card in each["cards"]
    }
    return [found[key] for key in sorted(found)]


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
        "started_at": round_.started_at,
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
        "rubric": {
            "slug": card.rubric.slug,
            "number": card.rubric.number,
            "digest": card.rubric.digest,
            "criteria": card.rubric.body["criteria"],
        },
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
