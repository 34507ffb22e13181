"""Writing notes about a season: while they are typed, saved by hand, pinned, deleted and brought back."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common import mail
from common.errors import Conflict, DomainError
from rubrics.models import SeasonNote
from rubrics.season.access import SeasonAccess, access_own_note, access_season

LONGEST = 10_000
"""Characters of a note."""
KEPT = timedelta(days=1)
"""How long a deleted note can be brought back."""


def keep_draft(
    *, author: User, candidate_id: int, note_id: UUID, version: int, text: str
) -> SeasonNote | None:
    """Keep what an author has typed so far; nobody else reads it before it is saved by hand.

    Args:
        author: the candidate or one of their coaches.
        candidate_id: whom the note is about.
        note_id: made by the page; the first save makes the note.
        version: the version that `text` was typed upon, 0 for a note not yet kept.
        text: the whole text.

    Returns:
        The note, unchanged when it says this already; None where nothing is left of one that was never saved.

    Raises:
        Http404: the author may not write about this candidate, or the note is somebody else's.
        Conflict: code "stale", another tab or device saved since; nothing is changed.
        DomainError: code "deleted".
    """
    with transaction.atomic():
        note = _locked(author, candidate_id, note_id)
        if note is None:
            if not text.strip():
                return None
            _fresh(version)
            return _made(author, candidate_id, note_id, draft=text, is_drafted=True, version=1)
        drafted = text != note.text
        wanted = text if drafted else ""
        if (drafted, wanted) == (note.is_drafted, note.draft):
            return note
        _check(note, version)
        if not note.text and not text.strip():
            note.delete()
            return None
        note.draft, note.is_drafted = wanted, drafted
        return _write(note)


def save_note(
    *, author: User, candidate_id: int, note_id: UUID, version: int, text: str, is_shared: bool
) -> SeasonNote:
    """Save a note by hand: from now on it says this, and whoever it is shared with reads it. Idempotent.

    Args and Raises as `keep_draft`, and:

    Args:
        is_shared: a coach's note with the candidate, the candidate's with their coaches.

    Raises:
        DomainError: code "empty".
    """
    text = text.strip()
    if not text:
        raise DomainError(_("A note needs some words. To take it away, delete it."), "empty")
    with transaction.atomic():
        note = _locked(author, candidate_id, note_id)
        now = timezone.now()
        if note is None:
            _fresh(version)
            note = _made(
                author, candidate_id, note_id, text=text, is_shared=is_shared, saved_at=now, version=1
            )
            _tell(note)
            return note
        if (note.text, note.is_drafted, note.is_shared) == (text, False, is_shared):
            return note
        _check(note, version)
        if note.text != text or note.saved_at is None:
            note.saved_at = now
        note.text, note.draft, note.is_drafted, note.is_shared = text, "", False, is_shared
        _write(note)
        _tell(note)
        return note


@transaction.atomic
def pin_note(*, author: User, candidate_id: int, note_id: UUID, pinned: bool) -> SeasonNote:
    """Put a note of one's own above the others, or back among them. Idempotent.

    Raises:
        Http404: it is not the author's, or not there.
    """
    note = _there(author, candidate_id, note_id)
    if note.is_pinned != pinned and note.deleted_at is None:
        note.is_pinned = pinned
        note.save(update_fields=["is_pinned", "updated_at"])
    return note


@transaction.atomic
def delete_note(*, author: User, candidate_id: int, note_id: UUID) -> SeasonNote:
    """Take a note away, at once and for everybody; for a day it can be brought back. Idempotent.

    Raises:
        Http404: it is not the author's, or not there.
    """
    note = _there(author, candidate_id, note_id)
    if note.deleted_at is None:
        note.deleted_at = timezone.now()
        note.version += 1
        note.save(update_fields=["deleted_at", "version", "updated_at"])
    return note


@transaction.atomic
def restore_note(*, author: User, candidate_id: int, note_id: UUID) -> SeasonNote:
    """Bring a deleted note back as it was. Idempotent.

    Raises:
        Http404: it is not the author's, or was purged.
    """
    note = _there(author, candidate_id, note_id)
    if note.deleted_at is not None:
        note.deleted_at = None
        note.version += 1
        note.save(update_fields=["deleted_at", "version", "updated_at"])
    return note


def purge() -> int:
    """Delete for good what was deleted longer ago than it can be brought back; returns how many."""
    old = SeasonNote.objects.filter(deleted_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def _access(author: User, candidate_id: int) -> SeasonAccess:
    return access_season(author, candidate_id)


def _locked(author: User, candidate_id: int, note_id: UUID) -> SeasonNote | None:
    return access_own_note(_access(author, candidate_id), note_id, lock=True)


def _there(author: User, candidate_id: int, note_id: UUID) -> SeasonNote:
    note = _locked(author, candidate_id, note_id)
    if note is None:
        raise Http404
    return note


def _fresh(version: int) -> None:
    """Raise Conflict where a page knows of a note that is gone."""
    if version:
        raise Conflict(_("This note is not there any more. What you typed is still here."), "stale")


def _check(note: SeasonNote, version: int) -> None:
    if note.deleted_at is not None:
        raise DomainError(
            _("This note was deleted. Bring it back first; what you typed is still here."), "deleted"
        )
    if note.version != version:
        raise Conflict(
            _("This note was changed in another tab or on another device. Nothing was overwritten."), "stale"
        )


def _made(author: User, candidate_id: int, note_id: UUID, **fields: object) -> SeasonNote:
    try:
        with transaction.atomic():
            return SeasonNote.objects.create(pk=note_id, candidate_id=candidate_id, author=author, **fields)
    except IntegrityError:
        # Two tabs of the same new note: the other one was first.
        raise Conflict(
            _("This note was changed in another tab or on another device. Nothing was overwritten."), "stale"
        ) from None


def _tell(note: SeasonNote) -> None:
    """Owe the candidate a mail about a note that a coach shares with them, once; never what it says."""
    if not note.is_shared or note.author_id == note.candidate_id:
        return
    mail.owe(
        key=f"note:{note.pk}:shared",
        to=note.candidate.email,
        subject=_("%(name)s shared a note with you") % {"name": note.author.shown_name},
        text=_(
            "Hello %(candidate)s,\n\n%(name)s shared a note on your season with you. "
            "You find it there:\n\n%(link)s\n\n--\nMockloop"
        )
        % {
            "candidate": note.candidate.shown_name,
            "name": note.author.shown_name,
            "link": f"{settings.SITE_URL}{reverse('rubrics:season')}#notes",
        },
    )


def _write(note: SeasonNote) -> SeasonNote:
    note.version += 1
    note.save()
    return note
