"""Setting goals, changing them, and saying what became of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from rubrics.models import SeasonGoal, SeasonGoalAct
from rubrics.season.access import access_goal, access_season

State, What = SeasonGoal.State, SeasonGoalAct.What
_FIELDS = ("kind", "criterion", "title", "target", "words", "due_on")


@dataclass(frozen=True)
class GoalData:
    """What a goal says: a criterion (kind, key and title) with a target in half steps, or words alone."""

    due_on: date
    kind: str = ""
    criterion: str = ""
    title: str = ""
    target: int | None = None
    words: str = ""


def set_goal(*, actor: User, candidate_id: int, goal_id: UUID, version: int, data: GoalData) -> SeasonGoal:
    """Set a goal, or change one that is open. Idempotent.

    Args:
        actor: the candidate or one of their coaches.
        candidate_id: whose goal it is.
        goal_id: made by the page; the first save makes the goal.
        version: the version that was changed, 0 for a new goal.
        data: the whole goal.

    Raises:
        Http404: the actor may not set goals for this candidate.
        Conflict: code "stale", somebody changed it since; nothing is changed.
        DomainError: code "closed", it is met, missed or dropped.
    """
    with transaction.atomic():
        access = access_season(actor, candidate_id)
        goal = access_goal(access, goal_id, lock=True)
        if goal is None:
            if version:
                raise _stale()
            return _made(access.candidate, actor, goal_id, data)
        before = {name: getattr(goal, name) for name in _FIELDS}
        after = {name: getattr(data, name) for name in _FIELDS}
        if before == after:
            return goal
        if goal.state != State.OPEN:
            raise DomainError(_("This goal is closed. Take it up again to change it."), "closed")
        if goal.version != version:
            raise _stale()
        for name, value in after.items():
            setattr(goal, name, value)
        if (before["kind"], before["criterion"]) != (data.kind, data.criterion):
            # Another criterion is another goal: what was held before can't have met it.
            goal.since = timezone.now()
        _write(goal)
        changed = [name for name in _FIELDS if before[name] != after[name]]
        _note(
            goal,
            actor,
            What.CHANGED,
            {name: before[name] for name in changed},
            {name: after[name] for name in changed},
        )
        return goal


@transaction.atomic
def close_goal(*, actor: User, candidate_id: int, goal_id: UUID, state: str) -> SeasonGoal:
    """Say what became of a goal. Saying it twice changes nothing.

    Args:
        actor: the candidate or one of their coaches.
        candidate_id: whose goal it is.
        goal_id: an existing goal.
        state: "met", "missed" or "dropped"; a goal for a score can only be dropped, raters meet it.

    Raises:
        Http404: not theirs, or not there.
        DomainError: code "computed", "closed".
    """
    goal = _locked(actor, candidate_id, goal_id)
    if goal.state == state:
        return goal
    if goal.state != State.OPEN:
        raise DomainError(_("This goal is closed already."), "closed")
    if goal.target is not None and state != State.DROPPED:
        raise DomainError(
            _("Whether this goal is met is read from the raters’ scores. You can drop it."), "computed"
        )
    goal.state, goal.closed_at = state, timezone.now()
    _write(goal)
    _note(goal, actor, What(state))
    return goal


@transaction.atomic
def reopen_goal(*, actor: User, candidate_id: int, goal_id: UUID) -> SeasonGoal:
    """Take a closed goal up again. Idempotent.

    Raises:
        Http404: not theirs, or not there.
    """
    goal = _locked(actor, candidate_id, goal_id)
    if goal.state != State.OPEN:
        goal.state, goal.closed_at = State.OPEN, None
        _write(goal)
        _note(goal, actor, What.REOPENED)
    return goal


def _locked(actor: User, candidate_id: int, goal_id: UUID) -> SeasonGoal:
    goal = access_goal(access_season(actor, candidate_id), goal_id, lock=True)
    if goal is None:
        raise Http404
    return goal


def _made(candidate: User, actor: User, goal_id: UUID, data: GoalData) -> SeasonGoal:
    fields = {name: getattr(data, name) for name in _FIELDS}
    try:
        with transaction.atomic():
            goal = SeasonGoal.objects.create(pk=goal_id, candidate=candidate, set_by=actor, **fields)
            _note(goal, actor, What.SET, {}, {name: value for name, value in fields.items() if value})
            return goal
    except IntegrityError:
        raise _stale() from None


def _stale() -> Conflict:
    return Conflict(
        _("Somebody changed this goal meanwhile. Nothing was overwritten; what you chose is below."), "stale"
    )


def _write(goal: SeasonGoal) -> None:
    goal.version += 1
    goal.save()


def _note(
    goal: SeasonGoal,
    actor: User,
    what: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    def plain(fields: dict[str, Any] | None) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in (fields or {}).items()
        }

    SeasonGoalAct.objects.create(goal=goal, what=what, actor=actor, before=plain(before), after=plain(after))
