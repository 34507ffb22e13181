"""Cards and attempts that are in, made directly: what is looked at is what is made of them."""

from collections.abc import Sequence
from itertools import count

from django.utils import timezone

from accounts.models import User
from interviews.models import Round
from rubrics.models import (
    AttemptScore,
    CalibrationAttempt,
    CalibrationSample,
    Debrief,
    DebriefRevision,
    Rubric,
    Score,
    Scorecard,
)
from tests.factories import make_loop, make_user
from tests.rubrics.making import CRITERIA, make_rubrics

_numbers = count(1)


def rate(round_: Round, rater: User, scores: Sequence[int | None], role: str = "interviewer") -> Scorecard:
    """A submitted card of a round whose debrief is open; None for not observed."""
    track = round_.loop.track.slug
    rubric = Rubric.objects.get(track_slug=track, kind=round_.kind, is_current=True)
    card = Scorecard.objects.create(
        round=round_,
        rater=rater,
        rubric=rubric,
        role=role,
        state=Scorecard.State.SUBMITTED,
        submitted_at=timezone.now(),
        call="yes",
    )
    Score.objects.bulk_create(
        Score(scorecard=card, criterion=f"{round_.kind}_{name}", half_steps=score, not_observed=score is None)
        for name, score in zip(CRITERIA, scores, strict=True)
    )
    reveal(round_)
    return card


def reveal(round_: Round) -> None:
    """Open the debrief of a round's loop."""
    debrief, _made = Debrief.objects.get_or_create(loop=round_.loop)
    DebriefRevision.objects.get_or_create(
        debrief=debrief, number=1, defaults={"digest": "0" * 64, "content": {}, "pdf": b""}
    )


def make_sample() -> CalibrationSample:
    """A sample of a behavioural round."""
    make_rubrics()
    number = next(_numbers)
    return CalibrationSample.objects.create(
        track_slug="test-track",
        kind="behavioural",
        slug=f"sample-{number}",
        digest=f"{number:064}",
        title="Sample",
        body={},
    )


def attempt(person: User, sample: CalibrationSample, scores: Sequence[int | None]) -> CalibrationAttempt:
    """Somebody's submitted scores of a sample."""
    made = CalibrationAttempt.objects.create(
        person=person,
        sample=sample,
        rubric=Rubric.objects.get(kind=sample.kind, is_current=True),
        state=CalibrationAttempt.State.SUBMITTED,
        submitted_at=timezone.now(),
    )
    AttemptScore.objects.bulk_create(
        AttemptScore(attempt=made, criterion=f"{sample.kind}_{name}", half_steps=score)
        for name, score in zip(CRITERIA, scores, strict=True)
    )
    return made


def rated_twice(first: User, second: User, *candidates: User) -> list[Round]:
    """The rounds of a loop of each candidate (of one, if none is named), scored by both, who agree mostly."""
    make_rubrics()
    rounds = []
    for number, candidate in enumerate(candidates or [make_user()]):
        loop = make_loop(candidate)
        for place, round_ in enumerate(loop.rounds.order_by("position")):
            level = 3 + (number + place) % 5
            rate(round_, first, (level, level + 1, level + 2))
            rate(round_, second, (level + 1, level + 1, level + place % 2), role="shadow")
            rounds.append(round_)
    return rounds
