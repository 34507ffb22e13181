"""Writing rubrics: keeping drafts, publishing the next version, making an earlier one current again."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.content.versions import digest
from rubrics.authoring.check import FieldProblem, check_draft
from rubrics.authoring.diff import compare
from rubrics.authoring.drafts import Draft, draft_of
from rubrics.authoring.merge import take
from rubrics.authoring.selectors import others, stamp_of
from rubrics.models import Rubric, RubricAct, RubricDraft

LONGEST_NOTE = 300


class NotReady(DomainError):
    """A draft may not be published; `problems` says what is wrong with which field."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(
            _("Nothing was published: something in the draft can’t be kept as it is."), "not_ready"
        )
        self.problems = problems


@transaction.atomic
def save_draft(
    *, author: User, track_slug: str, kind: str, stamp: str, draft: Draft, base: int | None = None
) -> RubricDraft:
    """Keep what an author typed, valid or not; the first save makes the draft.

    Args:
        author: a coach or an administrator.
        track_slug: the track.
        kind: the kind of round.
        stamp: what `draft` was typed upon (`selectors.stamp_of`), empty where there was no draft yet.
        draft: all that was typed.
        base: primary key of the version that a first draft begins from; the current one without it.

    Returns:
        The draft; unchanged when it says this already.

    Raises:
        Conflict: code "stale", another tab or device saved since, published or threw the draft away; nothing
            is changed.
        DomainError: code "no_rubric".
    """
    row = _locked_draft(author, track_slug, kind)
    if row is None:
        # There is no row yet to wait for: of two first saves the second must find what the first one made.
        _lock(track_slug)
        row = _locked_draft(author, track_slug, kind)
    if row is None:
        if stamp:
            raise Conflict(
                _("This draft was published or thrown away in another tab. Nothing was changed."), "stale"
            )
        row = RubricDraft(
            base=_base(track_slug, kind, base), author=author, track_slug=track_slug, kind=kind, body=draft
        )
    elif row.body == draft:
        return row
    elif stamp_of(row) != stamp:
        raise Conflict(
            _("This draft was changed in another tab or on another device. Nothing was overwritten."), "stale"
        )
    row.body = draft
    row.version += 1
    row.save()
    return row


@transaction.atomic
def discard_draft(*, author: User, track_slug: str, kind: str, stamp: str) -> None:
    """Throw a draft away. Idempotent.

    Raises:
        Conflict: code "stale", it says something else by now.
    """
    row = _locked_draft(author, track_slug, kind)
    if row is None:
        return
    if stamp_of(row) != stamp:
        raise Conflict(_("This draft was changed in another tab. It is still there."), "stale")
    row.delete()


@transaction.atomic
def take_over(
    *, author: User, track_slug: str, kind: str, stamp: str, seen: int, names: Collection[str]
) -> RubricDraft:
    """Bring a draft up to the current version: what is named becomes as it is there, the rest stays as typed.

    Args:
        author, track_slug, kind, stamp: as in `save_draft`.
        seen: primary key of the version whose changes the author was shown.
        names: what to take over, as in `rubrics.authoring.merge.take`.

    Raises:
        Conflict: code "stale", or "meanwhile" when yet another version is current by now.
    """
    _lock(track_slug)
    row = _locked_draft(author, track_slug, kind)
    if row is None or stamp_of(row) != stamp:
        raise Conflict(_("This draft was changed in another tab. Nothing was taken over."), "stale")
    current = _base(track_slug, kind, None)
    if current.pk != seen:
        raise _meanwhile()
    row.body = take(row.body, current.body, names)
    row.base = current
    row.version += 1
    row.save()
    return row


@transaction.atomic
def publish(
    *, author: User, track_slug: str, kind: str, stamp: str, seen: int, on_top: bool, note: str
) -> Rubric:
    """Make a draft the next version, current from now on; cards that are bound to earlier ones keep theirs.

    Where the draft says word for word what an earlier version says, that one becomes current again.

    Args:
        author, track_slug, kind, stamp: as in `save_draft`.
        seen: primary key of the current version that the author was shown.
        on_top: whether the author knows of what was published since the draft was begun and goes on.
        note: what is different, and why.

    Raises:
        Conflict: code "stale" for the draft; "meanwhile" when another version is current than the one shown,
            or than the one the draft began from unless `on_top`.
        NotReady: something in the draft is refused.
        DomainError: code "no_note", or "same" when nothing is different.
    """
    _lock(track_slug)
    row = _locked_draft(author, track_slug, kind)
    if row is None or stamp_of(row) != stamp:
        raise Conflict(
            _("This draft was changed, published or thrown away in another tab. Nothing was published."),
            "stale",
        )
    current = _base(track_slug, kind, None)
    if current.pk != seen or (row.base_id != current.pk and not on_top):
        raise _meanwhile()
    checked = check_draft(row.body, kind, others(track_slug, kind))
    if checked.body is None:
        raise NotReady(checked.problems)
    if current.is_current and not compare(current.body, checked.body):
        raise DomainError(_("Nothing is different from the current version."), "same")
    note = _note(note)
    version = _version_of(current, checked.body, author, note)
    row.delete()
    return version


@transaction.atomic
def restore(*, actor: User, rubric: Rubric, seen: int, note: str) -> Rubric:
    """Make an earlier version, or the one that the files hold, current again. Idempotent.

    Args:
        actor: a coach or an administrator.
        rubric: the version.
        seen: primary key of the version that was current when the actor chose; 0 for none.
        note: why.

    Raises:
        Conflict: code "meanwhile", another version is current by now.
        DomainError: code "no_note", or "shared": a criterion that it shares with another round has another
            title or concept there by now.
    """
    _lock(rubric.track_slug)
    current = _current(rubric.track_slug, rubric.kind)
    if current is not None and current.pk == rubric.pk:
        return current
    if (current.pk if current else 0) != seen:
        raise _meanwhile()
    note = _note(note)
    siblings = others(rubric.track_slug, rubric.kind)
    if problems := check_draft(draft_of(rubric.body), rubric.kind, siblings).problems:
        raise DomainError(
            _("This version can’t be current as it is: %(reason)s. Edit it in a draft and mend that first.")
            % {"reason": problems[0].message},
            "shared",
        )
    version = Rubric.objects.get(pk=rubric.pk)
    _make_current(version, current)
    RubricAct.objects.create(rubric=version, what=RubricAct.What.RESTORED, actor=actor, note=note)
    return version


def next_number(current: Rubric) -> int:
    """The number that the next version of a rubric gets."""
    versions = Rubric.objects.filter(track_slug=current.track_slug, slug=current.slug)
    return int(versions.aggregate(newest=Max("number"))["newest"] or 0) + 1


def _lock(track_slug: str) -> None:
    """Let one act at a time change what is current in a track: its criteria are shared across kinds."""
    Rubric.objects.select_for_update().filter(track_slug=track_slug).order_by("pk").values("pk").first()


def _locked_draft(author: User, track_slug: str, kind: str) -> RubricDraft | None:
    rows = RubricDraft.objects.select_for_update().filter(author=author, track_slug=track_slug, kind=kind)
    return rows.first()


def _base(track_slug: str, kind: str, base: int | None) -> Rubric:
    rows = Rubric.objects.filter(track_slug=track_slug, kind=kind)
    found = rows.filter(pk=base).first() if base else None
    found = found or rows.order_by("-is_current", "-loaded_at", "-pk").first()
    if found is None:
        raise DomainError(_("There is no rubric for this kind of round yet."), "no_rubric")
    return found


def _current(track_slug: str, kind: str) -> Rubric | None:
    return Rubric.objects.filter(track_slug=track_slug, kind=kind, is_current=True).first()


def _meanwhile() -> Conflict:
    return Conflict(
        _("Another version was made current meanwhile. Look at what is different, then decide."), "meanwhile"
    )


def _note(note: str) -> str:
    note = " ".join(note.split())
    if not note:
        raise DomainError(_("Say in a sentence what is different, and why."), "no_note")
    if len(note) > LONGEST_NOTE:
        raise DomainError(
            _("The note has %(count)s characters, at most %(most)s are kept.")
            % {"count": len(note), "most": LONGEST_NOTE},
            "no_note",
        )
    return note


def _version_of(current: Rubric, body: dict[str, Any], author: User, note: str) -> Rubric:
    """The version with this body: the one that is there, else the next one; current from now on."""
    versions = Rubric.objects.filter(track_slug=current.track_slug, slug=body["slug"])
    known = versions.filter(digest=digest(body)).first()
    version = known or Rubric(
        track_slug=current.track_slug,
        kind=current.kind,
        slug=body["slug"],
        number=next_number(current),
        digest=digest(body),
        title=body["title"],
        body=body,
        origin=Rubric.Origin.AUTHORED,
        author=author,
        change_note=note,
    )
    _make_current(version, current)
    what = RubricAct.What.RESTORED if known else RubricAct.What.PUBLISHED
    RubricAct.objects.create(rubric=version, what=what, actor=author, note=note)
    return version


def _make_current(version: Rubric, current: Rubric | None) -> None:
    if current is not None:
        Rubric.objects.filter(pk=current.pk).update(is_current=False)
    version.is_current = True
    version.save(update_fields=["is_current"] if version.pk else None)
