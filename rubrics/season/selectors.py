"""Reading a season: as many queries for a year of loops as for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from accounts.grants.selectors import held_grants
from accounts.models import User
from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.models import Loop, Round
from rubrics.models import DebriefRevision, RevisionFigure, Rubric, SeasonGoal, SeasonGoalAct, SeasonNote
from rubrics.scorecards.visibility import readable_loops
from rubrics.season.access import SeasonAccess, visible_notes
from rubrics.season.trend import Given, Series, series


@dataclass(frozen=True)
class Mark:
    """A loop of the season whose debrief is open to the reader, or a round that was practised singly.

    `number` counts the loops from 1 in the order in which they were held; a single round has none, 0.
    """

    loop: UUID
    number: int
    held_at: datetime
    kinds: tuple[str, ...]
    track: str

    @property
    def is_single(self) -> bool:
        """Whether only one round was practised."""
        return len(self.kinds) == 1

    @property
    def short(self) -> str:
        """What the single round was, "" for a loop."""
        return str(SHORT_TITLES[RoundKind(self.kinds[0])]) if self.is_single else ""


@dataclass(frozen=True)
class Season:
    """The open debriefs of a candidate as the reader sees them.

    `hidden` counts debriefs that are there but closed to the reader, because they still owe a card of the
    loop or have begun one.
    """

    marks: list[Mark]
    series: list[Series]
    hidden: int

    @property
    def by_loop(self) -> dict[UUID, Mark]:
        """The marks by their loop."""
        return {each.loop: each for each in self.marks}


def opened() -> Exists:
    """The condition on loops that their debrief has a revision."""
    return Exists(DebriefRevision.objects.filter(debrief__loop=OuterRef("pk"), is_current=True))


def opened_loops(reader: User) -> QuerySet[Any]:
    """The loops whose debriefs lie open to a person, with `held_at`: when their last round ended."""
    return readable_loops(reader).filter(opened()).annotate(held_at=_held_at())


def _held_at() -> Max:
    return Max("rounds__ends_at", filter=Q(rounds__state=Round.State.COMPLETED))


def season_of(reader: User, candidate: User) -> Season:
    """The loops of a candidate that the reader may look back on, and how each criterion went."""
    loops = (
        opened_loops(reader)
        .filter(candidate=candidate, held_at__isnull=False)
        .select_related("track")
        .prefetch_related(
            Prefetch("rounds", Round.objects.filter(state=Round.State.COMPLETED).order_by("position"), "held")
        )
        .order_by("held_at", "pk")
    )
    marks: list[Mark] = []
    number = 0
    for loop in loops:
        kinds = tuple(each.kind for each in loop.held)
        number += len(kinds) > 1
        held_at = loop.held_at
        marks.append(Mark(loop.pk, number if len(kinds) > 1 else 0, held_at, kinds, loop.track.title))
    held = {mark.loop: mark.held_at for mark in marks}
    there = Loop.objects.filter(opened(), candidate=candidate).count()
    readable = len(marks)
    if there > readable:
        readable = opened_loops(reader).filter(candidate=candidate).count()
    return Season(marks, series(_given(held), RoundKind.values), there - readable)


def _given(held: Mapping[UUID, datetime]) -> list[Given]:
    """The figures of these loops, in the order of their rubrics."""
    figures = (
        RevisionFigure.objects.filter(revision__is_current=True, revision__debrief__loop__in=list(held))
        .order_by("pk")
        .values_list("revision__debrief__loop", "kind", "criterion", "title", "total", "raters")
    )
    return [
        Given(loop, held[loop], kind, criterion, title, total, raters)
        for loop, kind, criterion, title, total, raters in figures
    ]


def notes_of(access: SeasonAccess) -> list[SeasonNote]:
    """The notes that the reader may see, pinned ones first, then latest first."""
    return list(visible_notes(access).select_related("author").order_by("-is_pinned", "-created_at", "-pk"))


def goals_of(candidate: User) -> list[SeasonGoal]:
    """The candidate's goals with their history, soonest due first."""
    acts = SeasonGoalAct.objects.select_related("actor")
    return list(
        SeasonGoal.objects.filter(candidate=candidate)
        .select_related("set_by")
        .prefetch_related(Prefetch("acts", acts))
        .order_by("due_on", "created_at", "pk")
    )


def criteria_of(candidate: User) -> list[tuple[str, str, str]]:
    """What a goal can be set for as (kind, key, title): the current rubrics of the tracks they practise.

    Those of all tracks for somebody who has booked nothing yet; a criterion that several name, once.
    """
    rubrics = Rubric.objects.filter(is_current=True)
    tracks = list(Loop.objects.filter(candidate=candidate).values_list("track__slug", flat=True).distinct())
    if tracks:
        rubrics = rubrics.filter(track_slug__in=tracks)
    found: dict[tuple[str, str], str] = {}
    bodies: dict[str, list[dict[str, Any]]] = {}
    for rubric in rubrics.order_by("track_slug").only("kind", "body"):
        bodies.setdefault(rubric.kind, []).extend(rubric.body["criteria"])
    for kind in RoundKind.values:
        for criterion in bodies.get(kind, []):
            found.setdefault((kind, criterion["key"]), criterion["title"])
    return [(kind, key, title) for (kind, key), title in found.items()]


def own_note_id(access: SeasonAccess, text: str) -> UUID | None:
    """The id of the reader's own note about the candidate, deleted or not; None for any other text."""
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    own = SeasonNote.objects.filter(pk=wanted, author=access.reader, candidate=access.candidate)
    return own.values_list("pk", flat=True).first()


@dataclass(frozen=True)
class SeasonRow:
    """One candidate in a coach's list: how many debriefs the coach may read, when the last was held."""

    candidate: User
    debriefs: int
    last: datetime | None


def seasons(coach: User) -> list[SeasonRow]:
    """The candidates whom a person coaches, by name."""
    held = {
        candidate: (count, last)
        for candidate, count, last in opened_loops(coach)
        .order_by()
        .values_list("candidate")
        .annotate(count=Count("pk", distinct=True), last=_held_at())
        .values_list("candidate", "count", "last")
    }
    return [
        SeasonRow(grant.candidate, *held.get(grant.candidate_id, (0, None))) for grant in held_grants(coach)
    ]


def people_with_debriefs(reader: User) -> list[tuple[int, str]]:
    """The candidates of whom a person may look back on a debrief, as (id, name), by name."""
    people = User.objects.filter(loops__in=opened_loops(reader)).distinct()
    return sorted(((each.pk, each.shown_name) for each in people), key=lambda each: each[1].casefold())
