"""Drills that a coach gives a candidate to do, and the candidate's ticks."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants.selectors import coaches
from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.models import Loop
from rubrics.coaching import mails
from rubrics.models import AssignedDrill, DrillSet

_FIELDS = ("slug", "title", "minutes", "do", "good_looks_like", "weak", "strong", "criteria")
MOST = 10
"""Drills of one coach that a candidate has to do at the same time."""


def drills_for(track_slug: str) -> list[dict[str, Any]]:
    """The drills of a track as they are now, in the order of their file."""
    current = DrillSet.objects.filter(track_slug=track_slug, is_current=True).first()
    return list(current.body["drills"]) if current else []


@transaction.atomic
def assign(
    *, loop: Loop, coach: User, slug: str, why: str = "", word: str = "", due_on: date | None = None
) -> AssignedDrill:
    """Give the candidate of a loop a drill to do, as it reads now, and tell them by mail.

    Args:
        loop: whose debrief it comes from.
        coach: of its candidate, as from `access_coached`.
        slug: of a drill of the loop's track.
        why: what it is for, in words.
        word: of the coach's own.
        due_on: until when, in the candidate's days.

    Raises:
        Conflict: code "assigned": they have it to do already, from this coach.
        DomainError: code "unknown", "many" or "not_coach".
    """
    candidate = User.objects.select_for_update().get(pk=loop.candidate_id)
    if not coaches(coach, candidate):
        raise DomainError(_("You don’t coach this candidate any more. Nothing was assigned."), "not_coach")
    drill = next((each for each in drills_for(loop.track.slug) if each["slug"] == slug), None)
    if drill is None:
        raise DomainError(_("This drill is not there any more. Choose another one."), "unknown")
    open_ = AssignedDrill.objects.filter(
        candidate=candidate, coach=coach, state=AssignedDrill.State.ASSIGNED
    ).count()
    if open_ >= MOST:
        raise DomainError(
            _("They have %(most)s drills of yours to do. Take one back first.") % {"most": MOST}, "many"
        )
    try:
        with transaction.atomic():
            made = AssignedDrill.objects.create(
                candidate=candidate,
                coach=coach,
                loop=loop,
                slug=slug,
                drill={name: drill[name] for name in _FIELDS if name in drill},
                why=why.strip()[:300],
                word=word.strip()[:1000],
                due_on=due_on,
            )
    except IntegrityError:
        raise Conflict(_("They have this drill to do already. Nothing was changed."), "assigned") from None
    mails.owe_assigned(made)
    return made


@transaction.atomic
def tick(*, drill: AssignedDrill, note: str = "") -> AssignedDrill:
    """Say that a drill is done, with a note for the coach; ticked again only the note changes.

    Raises:
        Conflict: code "withdrawn": the coach took it back.
    """
    found = _locked(drill)
    if found.state == AssignedDrill.State.WITHDRAWN:
        raise Conflict(_("Your coach took this drill back. You can do it all the same."), "withdrawn")
    first = found.state == AssignedDrill.State.ASSIGNED
    found.note = note.strip()[:2000]
    found.state = AssignedDrill.State.DONE
    found.done_at = found.done_at or timezone.now()
    found.save(update_fields=["note", "state", "done_at", "updated_at"])
    if first:
        mails.owe_done(found)
    return found


@transaction.atomic
def untick(*, drill: AssignedDrill) -> AssignedDrill:
    """Say that a drill is not done after all; the note stays.

    Raises:
        Conflict: code "assigned": the coach gave the same drill once more meanwhile.
    """
    found = _locked(drill)
    if found.state != AssignedDrill.State.DONE:
        return found
    found.state, found.done_at = AssignedDrill.State.ASSIGNED, None
    try:
        with transaction.atomic():
            found.save(update_fields=["state", "done_at", "updated_at"])
    except IntegrityError:
        raise Conflict(_("You have this drill to do once more already. Tick that one."), "assigned") from None
    return found


@transaction.atomic
def withdraw(*, drill: AssignedDrill) -> AssignedDrill:
    """Take a drill back that is not done. Twice changes nothing.

    Raises:
        Conflict: code "done" when the candidate was faster.
    """
    found = _locked(drill)
    if found.state == AssignedDrill.State.DONE:
        raise Conflict(_("They have done it already, so it stays."), "done")
    if found.state == AssignedDrill.State.ASSIGNED:
        found.state = AssignedDrill.State.WITHDRAWN
        found.save(update_fields=["state", "updated_at"])
        mails.drop_assigned(found)
    return found


def _locked(drill: AssignedDrill) -> AssignedDrill:
    return (
        AssignedDrill.objects.select_for_update(of=("self",))
        .select_related("candidate", "coach")
        .get(pk=drill.pk)
    )
