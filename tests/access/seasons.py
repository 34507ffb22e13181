"""The addresses of seasons, for the table of who gets what where."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from rubrics.models import DebriefRevision, RevisionFigure, SeasonGoal, SeasonNote
from tests.access.world import World

L = "login"
# The candidate themselves and whoever coaches them now.
FOLLOWS = (L, 404, 200, 404, 404, 200, 404, 404)
WRITES = (L, 404, 302, 404, 404, 302, 404, 404)


def _id(world: World, role: str) -> int:
    person = world.people[role]
    assert person is not None
    return person.pk


def candidate(world: World) -> list[Any]:
    return [_id(world, "candidate")]


def fresh(world: World) -> list[Any]:
    """A note or a goal that is not there yet."""
    return [*candidate(world), uuid4()]


def coachs_note(world: World) -> list[Any]:
    """A private note of the coach."""
    note = SeasonNote.objects.create(
        candidate_id=_id(world, "candidate"),
        author_id=_id(world, "coach"),
        text="NOTESECRET",
        saved_at=timezone.now(),
    )
    return [*candidate(world), note.pk]


def a_goal(world: World) -> list[Any]:
    goal = SeasonGoal.objects.create(
        candidate_id=_id(world, "candidate"), words="Two stories.", due_on=date.today() + timedelta(days=9)
    )
    return [*candidate(world), goal.pk]


def a_criterion(world: World) -> list[Any]:
    """A criterion that the finished loop's debrief has a figure of."""
    RevisionFigure.objects.get_or_create(
        revision=DebriefRevision.objects.get(debrief__loop=world.done),
        kind="recruiter",
        criterion="one",
        defaults={"title": "One", "total": 6, "raters": 1},
    )
    return [*candidate(world), "recruiter", "one"]


# Name → (what each role gets, method, arguments, data), as the rows of the table.
SEASON_ROUTES: dict[str, tuple[Any, ...]] = {
    "rubrics:season": ((L, *(200,) * 7),),
    "rubrics:season_of": ((L, 404, 302, 404, 404, 200, 404, 404), "get", candidate),
    "rubrics:new_season_note": (WRITES, "get", candidate),
    "rubrics:season_note": ((L, 404, 404, 404, 404, 200, 404, 404), "get", coachs_note),
    "rubrics:season_note_act": (
        (L, 404, 404, 404, 404, 302, 404, 404),
        "post",
        coachs_note,
        lambda world: {"action": "pin"},
    ),
    "rubrics:new_season_goal": (WRITES, "get", candidate),
    "rubrics:season_goal": (FOLLOWS, "get", fresh),
    "rubrics:season_goal_act": (WRITES, "post", a_goal, lambda world: {"action": "met"}),
    "rubrics:cohort": ((L, 200, 404, 404, 404, 200, 200, 404),),
    "rubrics:compare_debriefs": ((L, *(200,) * 7),),
    "rubrics:season_criterion": (FOLLOWS, "get", a_criterion),
}
