"""Writing annotations: a coach's own words on a debrief, for themselves or for the candidate to read."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants.selectors import coaches
from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.models import Loop
from rubrics.coaching import mails
from rubrics.coaching.selectors import KEPT
from rubrics.models import Annotation

LONGEST = 4000


class Stale(Conflict):
    """The annotation was changed elsewhere; `newer` is how it reads there, `version` its number."""

    def __init__(self, newer: Annotation) -> None:
        super().__init__(
            _("This was changed in another tab or on another device. Nothing was overwritten."), "stale"
        )
        self.newer = newer


@transaction.atomic
def annotate(
    *, key: UUID, loop: Loop, author: User, kind: str, criterion: str, text: str, is_shared: bool
) -> Annotation:
    """Write on a debrief; the same `key` twice is written once. Shared, the candidate gets word by mail.

    Args:
        key: the id of the annotation to be, from the form.
        loop: whose debrief it is.
        author: a coach of its candidate, as from `access_coached`.
        kind: the round it is on, "" for the whole debrief.
        criterion: the criterion of that round, "" for the round.
        text: plain text.
        is_shared: whether the candidate reads it.

    Raises:
        DomainError: code "empty", "long" or "not_coach".
    """
    text = _checked(text)
    if not coaches(author, loop.candidate):
        raise DomainError(_("You don’t coach this candidate any more. Nothing was kept."), "not_coach")
    try:
        with transaction.atomic():
            made = Annotation.objects.create(
                pk=key,
                loop=loop,
                author=author,
                kind=kind,
                criterion=criterion,
                text=text,
                is_shared=is_shared,
            )
    except IntegrityError:
        found = Annotation.objects.filter(pk=key, author=author, loop=loop).first()
        if found is None:
            raise
        return found
    if is_shared:
        mails.owe_annotated(made)
    return made


@transaction.atomic
def rewrite(*, annotation: Annotation, version: int, text: str, is_shared: bool) -> Annotation:
    """Change what an annotation says, or who reads it; one that says this already stays as it is.

    Raises:
        Stale: it was changed since `version`.
        DomainError: code "empty" or "long"; "deleted" when it was deleted meanwhile.
    """
    text = _checked(text)
    found = _locked(annotation)
    if found.deleted_at is not None:
        raise DomainError(_("This was deleted meanwhile. Bring it back on the debrief first."), "deleted")
    if (found.text, found.is_shared) == (text, is_shared):
        return found
    if found.version != version:
        raise Stale(found)
    opened = is_shared and not found.is_shared
    found.text, found.is_shared, found.version = text, is_shared, found.version + 1
    found.save(update_fields=["text", "is_shared", "version", "updated_at"])
    if opened:
        mails.owe_annotated(found)
    return found


@transaction.atomic
def remove(*, annotation: Annotation) -> Annotation:
    """Delete an annotation; for a day it can be brought back, then it is gone. Twice changes nothing."""
    now = timezone.now()
    found = _locked(annotation)
    if found.deleted_at is None:
        found.deleted_at = now
        found.version += 1
        found.save(update_fields=["deleted_at", "version", "updated_at"])
    return found


@transaction.atomic
def bring_back(*, annotation: Annotation) -> Annotation:
    """Undo that an annotation was deleted. Twice changes nothing."""
    found = _locked(annotation)
    if found.deleted_at is not None:
        found.deleted_at = None
        found.version += 1
        found.save(update_fields=["deleted_at", "version", "updated_at"])
    return found


def sweep_deleted() -> int:
    """Do away with annotations whose time to be brought back is over; returns how many."""
    gone, _by_model = Annotation.objects.filter(deleted_at__lt=timezone.now() - KEPT).delete()
    return gone


def _locked(annotation: Annotation) -> Annotation:
    return (
        Annotation.objects.select_for_update(of=("self",))
        .select_related("loop__candidate", "author")
        .get(pk=annotation.pk)
    )


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise DomainError(_("Write something first."), "empty")
    if len(text) > LONGEST:
        raise DomainError(_("At most %(most)s characters. Nothing was lost.") % {"most": LONGEST}, "long")
    return text
