"""Everything that was rated and handed in, streamed out of the database into columns of numbers.

What stands in open debriefs counts: submitted cards; of a card that was reopened, what was submitted before;
never a candidate's own card. A sealed card is left out, so that no figure tells of it before it opens. Of
somebody's attempts at a sample the first, because whoever has submitted one has seen the agreed scores. "Not
observed" is no score.
"""

import hashlib
import uuid
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import numpy as np
from django.db.models import Q

from accounts.models import CoachGrant
from rubrics.agreement.figures import Inputs
from rubrics.agreement.severity import Ratings
from rubrics.models import AttemptScore, CalibrationAttempt, CardRevision, Score, Scorecard
from rubrics.scorecards.visibility import revealed_cards

FORMAT: Final = 2
"""Rises when the same ratings would give other figures, so that they are computed anew."""
CHUNK: Final = 2000
Slugs = tuple[str, str]
NOT_WAITING: Final = Q(session=None) | Q(session__opened_at__isnull=False)
"""Attempts whose scores nobody waits for: those of a session say nothing, in no figure, before it opens."""


@dataclass(frozen=True)
class Read:
    """What was read: columns for computing, and what the numbers in them stand for.

    `prompts` and `rubrics` are (track, slug) by their number. `digest` names exactly these ratings and
    grants.
    """

    inputs: Inputs
    prompts: list[Slugs]
    rubrics: list[Slugs]
    digest: str


_Card = tuple[str, int, int, int, int, int, int, bool]
"""A card's or an attempt's name, and its scores' rater, subject, occasion, form, prompt, rubric, sample.

A plain tuple of plain values, kept under a whole number: the garbage collector does not follow those. With
tens of thousands of objects it collects more often, and every thread of the process waits for it.
"""


@dataclass
class _Numbers:
    """Numbers from 0 for names as they come."""

    of: dict[Any, int] = field(default_factory=dict)

    def __getitem__(self, name: Any) -> int:
        return self.of.setdefault(name, len(self.of))


@dataclass
class _Columns:
    """The ratings so far."""

    digest: Any
    rubrics: _Numbers = field(default_factory=_Numbers)
    prompts: _Numbers = field(default_factory=_Numbers)
    criteria: _Numbers = field(default_factory=_Numbers)
    rounds: _Numbers = field(default_factory=_Numbers)
    rows: "tuple[array[int], ...]" = field(default_factory=lambda: tuple(array("q") for _ in range(9)))

    def add(self, card: _Card, scores: Iterable[tuple[Any, str, int | None]]) -> None:
        """A card's scores: (its key, criterion, half steps), the last None where it was not observed."""
        name, rater, subject, occasion, form, prompt, rubric, sample = card
        said = [name]
        for _key, criterion, half_steps in scores:
            if half_steps is not None:
                number = self.criteria[criterion]
                row = (rater, subject, occasion, form, number, half_steps, sample, prompt, rubric)
                for column, value in zip(self.rows, row, strict=True):
                    column.append(value)
                said.append(f"{criterion}={half_steps}")
        self.digest.update("|".join([*said, "\n"]).encode())


def read() -> Read:
    """All that stands now; a number of queries that does not depend on how much it is."""
    columns = _Columns(hashlib.sha256(f"{FORMAT}".encode()))
    _read_cards(columns)
    _read_attempts(columns)
    # Grants of coaches who are none any more show them nothing, so they make no cohort.
    grants = CoachGrant.objects.filter(revoked_at=None, coach__is_coach=True)
    pairs = list(grants.order_by("coach_id", "candidate_id").values_list("coach_id", "candidate_id"))
    columns.digest.update(f"grants|{pairs}".encode())
    rater, subject, occasion, form, criterion, half_steps, sample, prompt, rubric = (
        np.frombuffer(row, dtype=np.int64) for row in columns.rows
    )
    granted = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Read(
        inputs=Inputs(
            ratings=Ratings(rater, subject, occasion, form, criterion, half_steps, sample.astype(bool)),
            prompt=prompt,
            rubric=rubric,
            coach=granted[:, 0],
            candidate=granted[:, 1],
        ),
        prompts=list(columns.prompts.of),
        rubrics=list(columns.rubrics.of),
        digest=columns.digest.hexdigest(),
    )


def _read_cards(columns: _Columns) -> None:
    """Cards in the order of their ids, so that the digest does not depend on when they came."""
    cards: dict[int, _Card] = {}
    rows = (
        revealed_cards()
        .order_by("pk")
        .values_list(
            "pk",
            "rater_id",
            "round_id",
            "round__loop__candidate_id",
            "rubric__track_slug",
            "rubric__slug",
            "round__prompt__track_slug",
            "round__prompt__slug",
        )
    )
    for key, rater, round_, candidate, track, slug, prompt_track, prompt in rows.iterator(CHUNK):
        rubric = columns.rubrics[track, slug]
        asked = columns.prompts[prompt_track, prompt]
        name = "|".join(map(str, (key, rater, round_, candidate, track, slug, prompt_track, prompt)))
        occasion = columns.rounds[round_.int]
        cards[key.int] = (name, rater, candidate, occasion, rubric, asked, rubric, False)
    for key, scores in _standing():
        # Once at most: a card may have been reopened, or begun, since the query before.
        if card := cards.pop(key.int, None):
            columns.add(card, scores)


def _standing() -> Iterator[tuple[uuid.UUID, Iterable[tuple[Any, str, int | None]]]]:
    """The scores that stand, card by card: of the submitted by id, then of those that are reopened."""
    submitted = (
        Score.objects.filter(scorecard__state=Scorecard.State.SUBMITTED, half_steps__isnull=False)
        .exclude(scorecard__role=Scorecard.Role.CANDIDATE)
        .order_by("scorecard_id", "criterion")
        .values_list("scorecard_id", "criterion", "half_steps")
    )
    yield from groupby(submitted.iterator(CHUNK), key=itemgetter(0))
    reopened = CardRevision.objects.filter(scorecard__state=Scorecard.State.DRAFT).exclude(
        scorecard__role=Scorecard.Role.CANDIDATE
    )
    bodies = dict(
        reopened.order_by("scorecard_id", "number").values_list("scorecard_id", "body").iterator(CHUNK)
    )
    for key, body in bodies.items():
        entries = sorted(body["entries"].items())
        yield key, ((key, criterion, entry["half_steps"]) for criterion, entry in entries)


def _read_attempts(columns: _Columns) -> None:
    """Each person's first attempt at each sample."""
    attempts: dict[int, _Card] = {}
    seen: set[tuple[int, int]] = set()
    rows = (
        CalibrationAttempt.objects.filter(NOT_WAITING, state=CalibrationAttempt.State.SUBMITTED)
        .order_by("submitted_at", "pk")
        .values_list("pk", "person_id", "sample_id", "rubric__track_slug", "rubric__slug")
    )
    for key, person, sample, track, slug in rows.iterator(CHUNK):
        if (person, sample) not in seen:
            seen.add((person, sample))
            rubric = columns.rubrics[track, slug]
            name = "|".join(map(str, (key, person, sample, track, slug)))
            # Below nothing, where no candidate, round or rubric is numbered.
            this = -1 - sample
            attempts[key.int] = (name, person, this, this, this, -1, rubric, True)
    scores = (
        AttemptScore.objects.filter(
            attempt__state=CalibrationAttempt.State.SUBMITTED, half_steps__isnull=False
        )
        .order_by("attempt_id", "criterion")
        .values_list("attempt_id", "criterion", "half_steps")
    )
    for key, given in groupby(scores.iterator(CHUNK), key=itemgetter(0)):
        if attempt := attempts.get(key.int):
            columns.add(attempt, given)
