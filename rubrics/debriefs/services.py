"""Whether a loop's debrief is to be compiled: decided here, done in `compiler`."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.jobs import after_commit
from interviews.models import Loop, Round
from rubrics.debriefs import states
from rubrics.debriefs.events import announce
from rubrics.debriefs.selectors import CARDS_DUE_AFTER, sides
from rubrics.debriefs.snapshot import take
from rubrics.history.entries import keep_time
from rubrics.models import Debrief
from rubrics.scorecards.visibility import NOT_HELD

_NO_LEASE: dict[str, Any] = {"lease": None, "lease_until": None}


@transaction.atomic
def reconsider(*, loop: Loop) -> Debrief | None:
    """Look at a loop again after a round was closed, a card or a look back came in, or the deadline passed.

    Its debrief is queued when all rounds are closed and both sides of those that took place are in: the
    interviewer's card, and the candidate's look back or their word that there will be none. Or when the
    deadline (48 h after the last round's end) has passed, or a coach has released it; not when a revision
    says it all. Idempotent.

    Returns:
        The debrief, or None for a loop of which nothing takes place.
    """
    # The loop first, as everywhere: a card that comes in and a round that is closed meanwhile never wait
    # for each other then, and the second of them sees the first.
    loop = Loop.objects.select_for_update().get(pk=loop.pk)
    rounds = list(Round.objects.filter(loop=loop))
    expected = [each for each in rounds if each.state not in {Round.State.MISSED, Round.State.CANCELLED}]
    if not expected:
        Debrief.objects.filter(loop=loop, state=states.WAITING).update(due_at=None)
        return None
    _, made = Debrief.objects.get_or_create(loop=loop)
    if made:
        keep_time(loop.pk)
    debrief = Debrief.objects.select_for_update().get(loop=loop)
    held = any(each.state == Round.State.COMPLETED for each in expected)
    due_at = cards_due_at(expected)
    due = due_at <= timezone.now()
    # A deadline that passed without any round is no deadline; the next round that closes sets one again.
    debrief.due_at = None if due and not held else due_at
    debrief.save(update_fields=["due_at", "updated_at"])
    settled = all(each.settled for each in sides(loop))
    opens = settled or due or debrief.released_at is not None
    if held and opens and not said_already(debrief, loop):
        queue(debrief)
    announce(loop.pk)
    return debrief


@transaction.atomic
def retry(*, debrief: Debrief) -> Debrief:
    """Queue a failed debrief again, with all its attempts; in any other state nothing changes."""
    debrief = Debrief.objects.select_for_update().get(pk=debrief.pk)
    if debrief.state == states.FAILED:
        queue(debrief, quiet=debrief.quiet)
        announce(debrief.loop_id)
    return debrief


def deadline(loop: Loop) -> datetime | None:
    """Until when cards and look backs of a loop are waited for; None where nothing takes place any more."""
    rounds = list(Round.objects.filter(loop=loop).exclude(state__in=NOT_HELD))
    return cards_due_at(rounds) if rounds else None


def cards_due_at(rounds: list[Round]) -> datetime:
    """Until when cards are waited for: 48 h after the end of the last of these rounds."""
    return max(each.ends_at for each in rounds) + CARDS_DUE_AFTER


def said_already(debrief: Debrief, loop: Loop) -> bool:
    """Whether the current revision was made of just these inputs."""
    if debrief.state != states.READY:
        return False
    current = debrief.revisions.filter(is_current=True).only("digest").first()
    return current is not None and current.digest == take(loop).digest


def queue(debrief: Debrief, *, quiet: bool = False, here: bool = False) -> None:
    """Have a debrief compiled, with all its attempts; call it with its row locked.

    Args:
        debrief: in any state; one that is compiled loses its lease.
        quiet: nobody handed anything in, so nobody is owed a mail of what comes of it.
        here: whoever asks compiles it, so no worker is told.
    """
    if debrief.state != states.QUEUED:
        states.DEBRIEF.check(debrief.state, states.QUEUED)
        # A worker that is compiling the old inputs loses its lease here, and with it the right to store.
        Debrief.objects.filter(pk=debrief.pk).update(
            state=states.QUEUED,
            **_NO_LEASE,
            not_before=None,
            attempts=0,
            error="",
            step="",
            steps_done=0,
            steps_total=0,
            quiet=quiet,
            updated_at=timezone.now(),
        )
        debrief.refresh_from_db()
    elif debrief.quiet and not quiet:
        debrief.quiet = False
        debrief.save(update_fields=["quiet", "updated_at"])
    if not here:
        after_commit("rubrics.debriefs.tasks.compile_debrief", str(debrief.pk))
