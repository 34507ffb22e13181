"""A person's private notes of a round: saved while typing, never overwritten by a stale tab."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.models import Note, Round

LONGEST = 50_000


class StaleNote(Conflict):
    """Another tab or device saved since; `newer` is the text that is kept, `version` its version."""

    def __init__(self, note: Note) -> None:
        super().__init__(_("Your notes were changed in another tab. Both texts are kept here."), code="stale")
        self.newer = note.text
        self.version = note.version


def own_note(round_: Round, author: User) -> Note:
    """The person's notes; an unsaved, empty row (version 0) when there are none."""
    return Note.objects.filter(round=round_, author=author).first() or Note(round=round_, author=author)


@transaction.atomic
def save_note(*, round: Round, author: User, text: str, version: int) -> Note:  # noqa: A002
    """Keep the text; saving what is there already changes nothing.

    Args:
        round: a round the author may be in.
        author: whose notes.
        text: the whole text, up to 50,000 characters.
        version: the version the text was typed upon, 0 for none.

    Raises:
        StaleNote: somebody saved another text since.
        DomainError: code "too_long".
    """
    if len(text) > LONGEST:
        raise DomainError(
            _("Notes can have up to 50,000 characters. Shorten them; what was saved is kept."),
            code="too_long",
        )
    Note.objects.get_or_create(round=round, author=author)
    note = Note.objects.select_for_update().get(round=round, author=author)
    if note.text == text:
        return note
    if note.version != version:
        raise StaleNote(note)
    note.text = text
    note.version += 1
    note.save(update_fields=["text", "version", "updated_at"])
    return note
