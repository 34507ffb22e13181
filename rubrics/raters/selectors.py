"""Reading how people score: one's own record, and for coaches that of their candidates' raters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.grants.selectors import granted_candidates
from accounts.models import User
from interviews.kinds import LOOP_KINDS, RoundKind
from interviews.models import Qualification, Round, Seat
from rubrics.models import (
    AgreementRun,
    CardRevision,
    ChipTag,
    RaterFigure,
    RoundRating,
    Rubric,
    Score,
    Scorecard,
)
from rubrics.raters.figures import (
    POOL_RATERS,
    POOL_SCORES,
    Pair,
    Rating,
    Spread,
    compared,
)
from rubrics.scorecards.scale import STEPS
from rubrics.scorecards.visibility import (
    coached_cards,
    handed_in,
    ratings_of,
    revealed_cards,
)


def given(cards: QuerySet[Scorecard]) -> list[Rating]:
    """Every rating on these handed-in cards, latest card first; of a card that is open again, what stands."""
    tagged = ChipTag.objects.filter(chip__scorecard=OuterRef("scorecard"), criterion=OuterRef("criterion"))
    rows = (
        Score.objects.filter(scorecard__in=cards.filter(state=Scorecard.State.SUBMITTED))
        .annotate(tagged=Exists(tagged))
        .order_by("-scorecard__submitted_at", "scorecard", "pk")
        .values_list(
            "scorecard",
            "scorecard__round",
            "scorecard__rater",
            "criterion",
            "half_steps",
            "evidence",
            "tagged",
        )
    )
    found = [Rating(*row[:5], bool(row[5].strip()) or row[6]) for row in rows]
    last = {
        revision.scorecard_id: revision
        for revision in CardRevision.objects.filter(
            scorecard__in=cards.filter(state=Scorecard.State.DRAFT)
        ).select_related("scorecard")
    }
    for revision in last.values():
        card, tags = revision.scorecard, [chip["criteria"] for chip in revision.body["chips"]]
        found += [
            Rating(
                card.pk,
                card.round_id,
                card.rater_id,
                key,
                entry["half_steps"],
                bool(entry["evidence"].strip()) or any(key in each for each in tags),
            )
            for key, entry in revision.body["entries"].items()
        ]
    return found


def owed(people: Iterable[int], rounds: QuerySet[Round]) -> dict[int, list[Round]]:
    """The completed rounds among `rounds` that people interviewed in and whose card is not in, by person."""
    card = Scorecard.objects.filter(handed_in(), round=OuterRef("round"), rater=OuterRef("person"))
    seats = (
        Seat.objects.filter(
            ~Exists(card),
            person__in=list(people),
            role=Seat.Role.INTERVIEWER,
            round__state=Round.State.COMPLETED,
            round__in=rounds,
        )
        .select_related("round__loop__candidate")
        .order_by("round__ends_at", "pk")
    )
    found: dict[int, list[Round]] = {}
    for seat in seats:
        found.setdefault(seat.person_id, []).append(seat.round)
    return found


def pool_spread(user: User) -> tuple[Spread | None, int]:
    """How the scores of everybody else lie in open debriefs, and how many raters they are.

    None where they are too few to say nothing of any one of them.
    """
    scores = Score.objects.filter(
        scorecard__in=revealed_cards().exclude(rater=user), half_steps__isnull=False
    )
    raters = scores.aggregate(raters=Count("scorecard__rater", distinct=True))["raters"]
    counts = dict(scores.order_by().values_list("half_steps").annotate(Count("pk")))
    whole = Spread(tuple(counts.get(step, 0) for step in STEPS))
    enough = raters >= POOL_RATERS and whole.scores >= POOL_SCORES
    return (whole if enough else None), raters


def rater_figures(raters: Iterable[int], run: AgreementRun | None) -> dict[int, RaterFigure]:
    """The figures of raters in a run, by rater; those whom it does not know are left out."""
    if run is None:
        return {}
    return {each.rater_id: each for each in RaterFigure.objects.filter(run=run, rater__in=list(raters))}


@dataclass(frozen=True)
class Calibrated:
    """Until when somebody is calibrated for a kind of round; None where they never were."""

    kind: str
    title: str
    until: datetime | None
    holds: bool


def calibrated(people: Iterable[int]) -> dict[int, list[Calibrated]]:
    """Every kind of round in the order of the loop, by person."""
    people, now = list(people), timezone.now()
    until = {
        (each.person_id, each.kind): each.until for each in Qualification.objects.filter(person__in=people)
    }
    return {
        person: [
            Calibrated(
                kind.value,
                str(kind.label),
                end := until.get((person, kind.value)),
                end is not None and end > now,
            )
            for kind in map(RoundKind, LOOP_KINDS)
        ]
        for person in people
    }


@dataclass(frozen=True)
class Told:
    """A pair of scores with what is needed to read it: the round, the criterion's title, who the other is."""

    pair: Pair
    round: Round
    title: str
    other: str


def told(pairs: Iterable[Pair]) -> list[Told]:
    """Pairs with their rounds, titles and names, in four queries."""
    pairs = list(pairs)
    rounds = Round.objects.select_related("loop__candidate").in_bulk({each.own.round for each in pairs})
    people = User.objects.in_bulk({each.other.rater for each in pairs})
    cards = dict(
        Scorecard.objects.filter(pk__in={each.own.card for each in pairs}).values_list("pk", "rubric_id")
    )
    titles = criterion_titles(cards.values())
    return [
        Told(
            each,
            rounds[each.own.round],
            titles.get((cards[each.own.card], each.own.criterion), each.own.criterion),
            people[each.other.rater].shown_name,
        )
        for each in pairs
    ]


def criterion_titles(rubrics: Iterable[int]) -> dict[tuple[int, str], str]:
    """The titles of all criteria of rubric versions, by version and key."""
    return {
        (rubric.pk, criterion["key"]): criterion["title"]
        for rubric in Rubric.objects.filter(pk__in=set(rubrics)).only("body")
        for criterion in rubric.body["criteria"]
    }


def opened_ratings(user: User) -> list[RoundRating]:
    """What candidates said of the rounds that a person ran, latest first, once the loop's seal is open."""
    found = ratings_of(user).select_related("round__loop__candidate")
    return list(found.order_by("-round__starts_at", "-pk"))


@dataclass(frozen=True)
class Rater:
    """One rater as the coach of their candidates may see them."""

    person: User
    ratings: list[Rating]
    pairs: list[Pair]
    owed: list[Round]
    figure: RaterFigure | None
    calibrated: list[Calibrated] = field(default_factory=list)


def cohort(coach: User, people: Iterable[User], run: AgreementRun | None) -> list[Rater]:
    """Raters of a coach's candidates: of their cards only those in debriefs that the coach may read."""
    people = list(people)
    ids = [each.pk for each in people]
    cards = coached_cards(coach)
    rounds = cards.filter(rater__in=ids).values("round")
    everything = given(cards.filter(round__in=rounds))
    by_rater: Mapping[int, list[Rating]] = {pk: [] for pk in ids}
    for each in everything:
        if each.rater in by_rater:
            by_rater[each.rater].append(each)
    missing = owed(ids, Round.objects.filter(loop__candidate__in=granted_candidates(coach)))
    figures, states = rater_figures(ids, run), calibrated(ids)
    return [
        Rater(
            each,
            by_rater[each.pk],
            compared(by_rater[each.pk], everything),
            missing.get(each.pk, []),
            figures.get(each.pk),
            states[each.pk],
        )
        for each in people
    ]


def cards_of(coach: User, rater: User, limit: int = 25) -> list[dict[str, Any]]:
    """The last cards of a rater in debriefs that the coach may read, latest round first."""
    cards = (
        coached_cards(coach)
        .filter(rater=rater)
        .select_related("round__loop__candidate")
        .order_by("-round__starts_at", "pk")[:limit]
    )
    return [{"card": each, "round": each.round, "role": each.get_role_display()} for each in cards]
