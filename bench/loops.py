"""Loops as a season has them, for benchmarks: four rounds, three raters each, two drawn boards with logs.

Rubrics, prompts and drills are the product's own, evidence is in the words of the rubrics' examples, boards
are drawn like the samples for calibration, piece by piece. Needs a database with the content loaded.
"""

import random
import uuid
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from accounts.models import User
from interviews.board.elements import compact
from interviews.kinds import LOOP_KINDS, RoundKind
from interviews.models import Board, BoardElement, BoardEvent, Loop, Prompt, Round, Seat, Track
from rubrics.content.board import board_elements
from rubrics.models import (
    CalibrationSample,
    ChipTag,
    Debrief,
    EvidenceChip,
    LookBackWaiver,
    Rubric,
    Score,
    Scorecard,
)

RATERS: Final = (Scorecard.Role.INTERVIEWER, Scorecard.Role.SHADOW, Scorecard.Role.COACH)
MINUTES: Final = 45
DRAWN: Final = (RoundKind.SYSTEM_DESIGN, RoundKind.PRODUCT_SENSE)
STROKES: Final = 20
CHIPS: Final = 8


def make_people(count: int) -> list[User]:
    """People who sign in with nothing: half candidates to be, half raters."""
    return User.objects.bulk_create(
        User(email=f"person{number}@example.org", name=f"Person {number}", timezone="Europe/Berlin")
        for number in range(count)
    )


def make_loop(candidate: User, raters: list[User], *, days_ago: int, seed: int) -> Loop:
    """A loop that took place, with every card in and its debrief queued."""
    dice = random.Random(seed)
    loop = Loop.objects.create(
        candidate=candidate, track=Track.objects.get(is_current=True), booking_key=uuid.uuid4()
    )
    began = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    for position, kind in enumerate(LOOP_KINDS):
        _make_round(loop, kind, position, began + timedelta(hours=2 * position), raters, dice)
    Debrief.objects.create(loop=loop, state=Debrief.State.QUEUED)
    return loop


def change_a_card(loop: Loop) -> None:
    """A card of the loop is another version now, so that its debrief is a new one; and it is queued."""
    card = Scorecard.objects.filter(round__loop=loop).order_by("pk")[0]
    card.version += 1
    card.save()
    Debrief.objects.filter(loop=loop).update(state=Debrief.State.QUEUED)


def _make_round(
    loop: Loop, kind: str, position: int, began: Any, raters: list[User], dice: random.Random
) -> None:
    prompts = Prompt.objects.filter(kind=kind, is_current=True).order_by("pk")
    round_ = Round.objects.create(
        loop=loop,
        kind=kind,
        position=position,
        prompt=dice.choice(list(prompts)),
        starts_at=began,
        ends_at=began + timedelta(minutes=MINUTES),
        started_at=began,
        closed_at=began + timedelta(minutes=MINUTES),
        state=Round.State.COMPLETED,
    )
    Seat.objects.create(round=round_, person=loop.candidate, role=Seat.Role.CANDIDATE)
    Seat.objects.create(round=round_, person=raters[0], role=Seat.Role.INTERVIEWER)
    LookBackWaiver.objects.create(round=round_, candidate=loop.candidate)
    board = Board.objects.create(round=round_)
    if kind in DRAWN:
        _draw(board, round_, dice)
    rubric = Rubric.objects.get(kind=kind, is_current=True)
    for rater, role in zip(raters, RATERS, strict=True):
        _score(round_, rubric, rater, role, dice)


def _score(round_: Round, rubric: Rubric, rater: User, role: str, dice: random.Random) -> None:
    started = round_.started_at
    assert started is not None
    card = Scorecard.objects.create(
        round=round_,
        rater=rater,
        rubric=rubric,
        role=role,
        state=Scorecard.State.SUBMITTED,
        call=dice.choice(["no", "yes", "strong_yes"]),
        call_evidence="Sound on what must never be wrong; late on who waits for what, and for how long.",
        takeaway="Say unasked what the merchant reads on the screen while the rail is silent, with an amount "
        "and the time at which they hear more. Then draw the state that makes these words true.",
        version=3,
        submitted_at=round_.ends_at + timedelta(hours=1),
    )
    criteria = rubric.body["criteria"]
    Score.objects.bulk_create(
        Score(
            scorecard=card,
            criterion=each["key"],
            half_steps=dice.randint(3, 9),
            evidence=" ".join(dice.sample(each["evidence_examples"], 2)),
        )
        for each in criteria
    )
    chips = []
    for number in range(CHIPS):
        offset = dice.randrange(60 * MINUTES)
        source = dice.choice(EvidenceChip.Source.values)
        text = dice.choice(criteria[number % len(criteria)]["evidence_examples"])
        at = started + timedelta(seconds=offset)
        chips.append(EvidenceChip(scorecard=card, source=source, at=at, offset=offset, text=text))
    EvidenceChip.objects.bulk_create(chips)
    ChipTag.objects.bulk_create(
        ChipTag(chip=chip, criterion=criteria[number % len(criteria)]["key"])
        for number, chip in enumerate(chips)
    )


def _draw(board: Board, round_: Round, dice: random.Random) -> None:
    """A board whose texts were typed, whose shapes were dragged, and with strokes by free hand."""
    drawn = CalibrationSample.objects.filter(kind=RoundKind.SYSTEM_DESIGN, is_current=True)
    bodies = [sample.body["board"] for sample in drawn if sample.body.get("board")]
    elements = board_elements(dice.choice(bodies))
    elements += [_stroke(number, dice) for number in range(STROKES)]
    states = [state for element in elements for state in _states(element, dice)]
    at, step = round_.started_at, timedelta(minutes=MINUTES) / (len(states) + 1)
    assert at is not None
    BoardEvent.objects.bulk_create(
        (
            BoardEvent(board=board, seq=seq, author=round_.loop.candidate, at=at + seq * step, data=state)
            for seq, state in enumerate(states, start=1)
        ),
        batch_size=200,
    )
    newest = {state["id"]: (seq, state) for seq, state in enumerate(states, start=1)}
    BoardElement.objects.bulk_create(
        BoardElement(
            board=board,
            element_id=name,
            version=state["version"],
            nonce=state["versionNonce"],
            seq=seq,
            bytes=len(compact(state)),
            data=state,
        )
        for name, (seq, state) in newest.items()
    )
    board.last_seq = len(states)
    board.save()


def _states(element: dict[str, Any], dice: random.Random) -> list[dict[str, Any]]:
    """How an element came about: typed in some five steps, or dragged, or drawn, in some fifteen."""
    if element["type"] == "text":
        text, parts = element["text"], 5
        said = [text[: max(1, len(text) * part // parts)] for part in range(1, parts + 1)]
        made = [{"text": words, "originalText": words} for words in said]
    elif element["type"] == "freedraw":
        points = element["points"]
        made = [{"points": points[: max(2, len(points) * part // 15)]} for part in range(1, 16)]
    else:
        made = [{"x": element["x"] + dice.randint(-200, 200)} for _ in range(14)] + [{"x": element["x"]}]
    return [{**element, **change, "version": number} for number, change in enumerate(made, start=1)]


def _stroke(number: int, dice: random.Random) -> dict[str, Any]:
    some = board_elements(
        {"boxes": [{"key": "a", "label": "a", "x": 0, "y": 0, "w": 60, "h": 40}], "arrows": []}
    )
    points = [[0.0, 0.0]]
    for _ in range(120):
        points.append([points[-1][0] + dice.uniform(-4, 8), points[-1][1] + dice.uniform(-4, 4)])
    return {
        **some[0],
        "id": f"stroke_{number}",
        "type": "freedraw",
        "x": dice.uniform(0, 800),
        "y": dice.uniform(0, 500),
        "points": points,
        "pressures": [],
        "simulatePressure": True,
        "lastCommittedPoint": None,
    }
