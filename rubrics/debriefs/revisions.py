"""The revisions of a debrief: which there are, and what makes one out of another."""

from typing import Any, TypedDict

from django.db.models import QuerySet
from django.http import Http404

from rubrics.debriefs.access import DebriefAccess
from rubrics.debriefs.content import upgraded
from rubrics.debriefs.differences import Difference, compare
from rubrics.debriefs.revision_words import Line, in_short, lines
from rubrics.models import Debrief, DebriefRevision


class Row(TypedDict):
    """One revision in the list, and in a sentence what is different from the one before; "" for the first."""

    revision: DebriefRevision
    short: str


class Changed(TypedDict):
    """What is different since another revision: in a sentence, and line by line."""

    since: DebriefRevision
    short: str
    lines: list[Line]
    open: bool


def revisions_of(debrief: Debrief) -> list[Row]:
    """Every revision, latest first, in one query; without their prints."""
    found = list(_revisions(debrief))
    rows = []
    for revision, before in zip(found, [*found[1:], None], strict=True):
        short = in_short(differences(before, revision)) if before else ""
        rows.append(Row(revision=revision, short=short))
    return rows


def revision_of(access: DebriefAccess, number: int) -> DebriefRevision:
    """A revision by its number, for whoever may read the debrief; its print is not loaded.

    Raises:
        Http404: there is none of that number.
    """
    found = access.debrief and _revisions(access.debrief).filter(number=number).first()
    if not found or access.revision is None:
        raise Http404
    return found


def changed_since(revision: DebriefRevision, number: int, *, opened: bool = False) -> Changed | None:
    """What makes `revision` out of the one of that number; None where that is not an earlier one."""
    before = _revisions(revision.debrief).filter(number=number, number__lt=revision.number).first()
    if before is None:
        return None
    found = differences(before, revision)
    return Changed(since=before, short=in_short(found), lines=lines(found), open=opened)


def differences(old: DebriefRevision, new: DebriefRevision) -> list[Difference]:
    """All that is different between two revisions of one debrief."""
    return compare(upgraded(old.content), upgraded(new.content))


def earlier(rows: list[Row], revision: DebriefRevision) -> list[Any]:
    """The numbers of the revisions before one, latest first."""
    return [each["revision"].number for each in rows if each["revision"].number < revision.number]


def _revisions(debrief: Debrief) -> QuerySet[DebriefRevision]:
    return DebriefRevision.objects.filter(debrief=debrief).defer("pdf").select_related("debrief")
