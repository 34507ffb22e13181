"""Reading a cohort: as many queries for two hundred candidates as for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypedDict

from django.db.models import Count, Exists, F, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from accounts.grants.selectors import granted_candidates
from accounts.models import User
from interviews.kinds import RoundKind
from interviews.models import Attendance, Loop, Round, Seat
from rubrics.agreement.selectors import latest_run
from rubrics.cohort import heat
from rubrics.models import RaterFigure, RevisionFigure, Rubric, Score, Scorecard
from rubrics.scorecards.scale import FAR_APART
from rubrics.scorecards.visibility import handed_in, readable_loops, revealed_cards

MOST = 20
"""Rows of each list; how many there are in all is said beside it."""


class Wanted(TypedDict, total=False):
    """A filter: a track's slug, from which day on, which kind of round."""

    track: str
    since: date
    kind: str


@dataclass(frozen=True)
class Cohort:
    """The candidates whom a coach follows, and what is asked of them.

    `loops` are all of theirs that fit the filter, `readable` those whose debriefs the coach may read.
    """

    coach: User
    wanted: Wanted
    loops: QuerySet[Loop]
    readable: QuerySet[Loop]


@dataclass(frozen=True)
class Criterion:
    """What a criterion is called, and where it stands in the loop."""

    kind: str
    key: str
    title: str


def cohort(coach: User, wanted: Wanted) -> Cohort:
    """A coach's candidates under a filter; no query yet."""
    loops = Loop.objects.filter(candidate__in=granted_candidates(coach))
    if "track" in wanted:
        loops = loops.filter(track__slug=wanted["track"])
    if "since" in wanted:
        start = timezone.make_aware(datetime.combine(wanted["since"], time.min))
        last = (
            Round.objects.filter(loop=OuterRef("pk"), state=Round.State.COMPLETED)
            .order_by()
            .values("loop")
            .annotate(last=Max("ends_at"))
        )
        loops = loops.annotate(held_at=Subquery(last.values("last"))).filter(held_at__gte=start)
    readable = loops.filter(pk__in=readable_loops(coach).values("pk"))
    return Cohort(coach, wanted, loops, readable)


def people_of(coach: User) -> list[User]:
    """The candidates, by name."""
    return sorted(granted_candidates(coach), key=lambda each: (each.shown_name.casefold(), each.pk))


def tracks_of(coach: User) -> list[tuple[str, str]]:
    """The tracks they practise as (slug, title)."""
    loops = Loop.objects.filter(candidate__in=granted_candidates(coach))
    return sorted(set(loops.values_list("track__slug", "track__title")), key=lambda each: each[1])


def sums(found: Cohort) -> tuple[list[heat.Sum], dict[heat.Key, str]]:
    """The figures of current debriefs put together by the database, and what their criteria are called."""
    figures = RevisionFigure.objects.filter(
        revision__is_current=True, revision__debrief__loop__in=found.readable
    )
    if "kind" in found.wanted:
        figures = figures.filter(kind=found.wanted["kind"])
    rows = (
        figures.order_by()
        .values_list("revision__debrief__loop__candidate", "kind", "criterion", "raters")
        .annotate(
            whole=Sum("total"), loops=Count("revision__debrief__loop", distinct=True), called=Max("title")
        )
    )
    titles: dict[heat.Key, str] = {}
    made = []
    for candidate, kind, criterion, raters, total, loops, title in rows:
        made.append(heat.Sum(candidate, kind, criterion, total, raters, loops))
        titles[kind, criterion] = title
    return made, titles


def criteria(titles: dict[heat.Key, str]) -> list[Criterion]:
    """The criteria in the order of loop and rubric, named as their current rubrics do.

    Those that no current rubric has any more come last, with the title they were scored under.
    """
    listed: dict[heat.Key, str] = {}
    bodies = Rubric.objects.filter(is_current=True).order_by("track_slug").values_list("kind", "body")
    for kind, body in sorted(bodies, key=lambda each: RoundKind.values.index(each[0])):
        for criterion in body["criteria"]:
            listed.setdefault((kind, criterion["key"]), criterion["title"])
    known = {key: title for key, title in listed.items() if key in titles}
    return [Criterion(*key, title) for key, title in (known | {**titles, **known}).items()]


def cards_apart(found: Cohort) -> tuple[dict[int, int], int]:
    """How often each rater is at an end of scores two points or more apart, and how many such there are.

    Of cards as they are handed in: one that is open again is being changed, so it is left out.
    """
    scores = Score.objects.filter(
        scorecard__in=revealed_cards().filter(
            round__loop__in=found.readable, state=Scorecard.State.SUBMITTED
        ),
        half_steps__isnull=False,
    )
    if "kind" in found.wanted:
        scores = scores.filter(scorecard__round__kind=found.wanted["kind"])
    ends = {
        (round_, criterion): (low, high)
        for round_, criterion, low, high in scores.order_by()
        .values_list("scorecard__round", "criterion")
        .annotate(low=Min("half_steps"), high=Max("half_steps"))
        .filter(high__gte=F("low") + FAR_APART)
        .values_list("scorecard__round", "criterion", "low", "high")
    }
    counts: dict[int, int] = {}
    given = scores.filter(scorecard__round__in={round_ for round_, _criterion in ends})
    for round_, criterion, rater, half_steps in given.values_list(
        "scorecard__round", "criterion", "scorecard__rater", "half_steps"
    ):
        if half_steps in ends.get((round_, criterion), ()):
            counts[rater] = counts.get(rater, 0) + 1
    return counts, len(ends)


def raters(ids: Iterable[int]) -> tuple[dict[int, User], dict[int, RaterFigure], bool]:
    """Raters by id, how severe they are, and whether that was computed at all."""
    ids = list(ids)
    run = latest_run()
    figures = RaterFigure.objects.filter(run=run, rater__in=ids) if run else RaterFigure.objects.none()
    return User.objects.in_bulk(ids), {each.rater_id: each for each in figures}, run is not None


def missing(found: Cohort) -> tuple[list[Seat], int]:
    """Interviewers' seats of rounds that took place and whose card is not in, longest first; and how many."""
    card = Scorecard.objects.filter(handed_in(), round=OuterRef("round"), rater=OuterRef("person"))
    seats = _of_kind(
        Seat.objects.filter(
            ~Exists(card),
            role=Seat.Role.INTERVIEWER,
            round__state=Round.State.COMPLETED,
            round__loop__in=found.loops,
        ),
        found,
    )
    listed = seats.select_related("person", "round__loop__candidate").order_by("round__ends_at", "pk")
    return _cut(listed)


def no_shows(found: Cohort) -> tuple[list[Attendance], int]:
    """Who did not come to rounds of these candidates, latest first, and how often in all.

    What was disputed and granted is no no-show any more.
    """
    noted = _of_kind(
        Attendance.objects.filter(
            outcome=Attendance.Outcome.NO_SHOW, round__loop__in=_any_loops(found)
        ).exclude(dispute=Attendance.Dispute.GRANTED),
        found,
    )
    if "since" in found.wanted:
        start = timezone.make_aware(datetime.combine(found.wanted["since"], time.min))
        noted = noted.filter(round__starts_at__gte=start)
    listed = noted.select_related("person", "round__loop__candidate").order_by("-round__starts_at", "pk")
    return _cut(listed)


def _any_loops(found: Cohort) -> QuerySet[Loop]:
    """The loops without the day: one that nobody came to was never held."""
    wanted: Wanted = {"track": found.wanted["track"]} if "track" in found.wanted else {}
    return cohort(found.coach, wanted).loops


def _of_kind(rows: QuerySet[Any], found: Cohort) -> QuerySet[Any]:
    return rows.filter(round__kind=found.wanted["kind"]) if "kind" in found.wanted else rows


def _cut(rows: QuerySet[Any]) -> tuple[list[Any], int]:
    """The first rows and how many there are; counted only where the first are not all."""
    first = list(rows[: MOST + 1])
    return first[:MOST], len(first) if len(first) <= MOST else rows.count()
