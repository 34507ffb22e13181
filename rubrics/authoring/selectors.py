"""Reading rubrics, their versions, history and drafts: as many queries for a hundred versions as for one."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q

from accounts.models import User
from interviews.kinds import RoundKind
from interviews.models import Track
from rubrics.authoring.drafts import Draft, draft_of
from rubrics.models import CalibrationReference, DrillSet, Rubric, RubricAct, RubricDraft


@dataclass
class Listed:
    """One rubric in the list: the current version, what the files hold instead, and the asker's draft."""

    kind: str
    label: str
    current: Rubric | None = None
    files: Rubric | None = None
    versions: int = 0
    cards: int = 0
    draft: RubricDraft | None = None

    @property
    def behind(self) -> bool:
        """Whether the files changed since somebody decided what is current."""
        return newer_in_files(self.current, self.files)


@dataclass
class ListedTrack:
    """A track with its rubrics in the order of the loop."""

    slug: str
    title: str
    rubrics: list[Listed] = field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    """A draft as opened, or what a first draft would begin from; `stamp` tells what it was opened as."""

    base: Rubric
    draft: Draft
    row: RubricDraft | None

    @property
    def stamp(self) -> str:
        """Names the very save that is shown; empty before the first one."""
        return stamp_of(self.row)


def stamp_of(row: RubricDraft | None) -> str:
    """What a page sends back, so that a save upon anything else is noticed."""
    return f"{row.pk}:{row.version}" if row else ""


def listed(user: User) -> list[ListedTrack]:
    """Every track with the rubric of each kind."""
    tracks = {
        slug: ListedTrack(slug, title)
        for slug, title in Track.objects.filter(is_current=True)
        .order_by("title", "slug")
        .values_list("slug", "title")
    }
    found = {
        (slug, kind): Listed(kind, str(RoundKind(kind).label)) for slug in tracks for kind in RoundKind.values
    }
    shown = Rubric.objects.filter(Q(is_current=True) | Q(in_files=True), track_slug__in=tracks)
    for rubric in shown.select_related("author").annotate(acted_at=Max("acts__at")):
        entry = found[rubric.track_slug, rubric.kind]
        if rubric.is_current:
            entry.current = rubric
        if rubric.in_files:
            entry.files = rubric
    counted = Rubric.objects.filter(track_slug__in=tracks).values("track_slug", "kind")
    for row in counted.annotate(versions=Count("pk", distinct=True), cards=Count("scorecards")):
        entry = found[row["track_slug"], row["kind"]]
        entry.versions, entry.cards = row["versions"], row["cards"]
    for draft in RubricDraft.objects.filter(author=user, track_slug__in=tracks).defer("body"):
        found[draft.track_slug, draft.kind].draft = draft
    for (slug, _kind), entry in found.items():
        if entry.current is not None or entry.versions:
            tracks[slug].rubrics.append(entry)
    return [track for track in tracks.values() if track.rubrics]


def newer_in_files(current: Rubric | None, files: Rubric | None) -> bool:
    """Whether the files changed after somebody decided what is current.

    Args:
        current, files: the current version and the one that the files hold, each with `acted_at`, when
            something last happened to it.
    """
    if current is None or files is None or current.pk == files.pk:
        return False
    decided, changed = (getattr(each, "acted_at", None) for each in (current, files))
    return changed is not None and (decided is None or changed > decided)


def versions(track_slug: str, kind: str) -> list[Rubric]:
    """All versions, newest first, without their bodies, with `cards` that are bound to each and
    `acted_at`, when something last happened to it.
    """
    return list(
        Rubric.objects.filter(track_slug=track_slug, kind=kind)
        .select_related("author")
        .defer("body")
        .annotate(cards=Count("scorecards", distinct=True), acted_at=Max("acts__at"))
        .order_by("-loaded_at", "-pk")
    )


def history(track_slug: str, kind: str) -> list[RubricAct]:
    """What happened to the versions, latest first."""
    acts = RubricAct.objects.filter(rubric__track_slug=track_slug, rubric__kind=kind)
    return list(acts.select_related("rubric", "actor").defer("rubric__body"))


def drafts_of_others(user: User, track_slug: str, kind: str) -> list[RubricDraft]:
    """Who else is writing, so that two people do not do the same work unawares; not what they write."""
    rows = RubricDraft.objects.filter(track_slug=track_slug, kind=kind).exclude(author=user)
    return list(rows.select_related("author").defer("body").order_by("-updated_at"))


def current(track_slug: str, kind: str) -> Rubric | None:
    """The current version, else the latest one, else None."""
    rows = Rubric.objects.filter(track_slug=track_slug, kind=kind).select_related("author")
    return rows.order_by("-is_current", "-loaded_at", "-pk").first()


def own_draft(user: User, track_slug: str, kind: str) -> RubricDraft | None:
    """A person's draft with the version it began from."""
    rows = RubricDraft.objects.filter(author=user, track_slug=track_slug, kind=kind)
    return rows.select_related("base", "base__author").first()


def opened(user: User, track_slug: str, kind: str, start: str | None = None) -> Opened | None:
    """What the editor opens with: the person's draft, else the current version; None without any version.

    Args:
        start: primary key of an earlier version that a new draft begins with, as it came in an address.
    """
    row = own_draft(user, track_slug, kind)
    if row is not None:
        return Opened(row.base, row.body, row)
    base = current(track_slug, kind)
    begin = version(track_slug, kind, start) or base
    return Opened(base, draft_of(begin.body), None) if base and begin else None


def version(track_slug: str, kind: str, number: str | None) -> Rubric | None:
    """One version by its primary key as it came in an address, or None."""
    if not (number and number.isdecimal() and len(number) < 10):
        return None
    rows = Rubric.objects.filter(track_slug=track_slug, kind=kind, pk=int(number))
    return rows.select_related("author").first()


def others(track_slug: str, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Name and body of the current rubrics of the track's other kinds."""
    rows = Rubric.objects.filter(track_slug=track_slug, is_current=True).exclude(kind=kind).order_by("pk")
    return [(str(RoundKind(row.kind).label), row.body) for row in rows]


def shared_with(siblings: list[tuple[str, dict[str, Any]]]) -> dict[str, list[str]]:
    """By criterion key, the names of the other rubrics that have it."""
    found: dict[str, list[str]] = {}
    for name, body in siblings:
        for each in body["criteria"]:
            found.setdefault(each["key"], []).append(name)
    return found


def without_drill(track_slug: str, body: dict[str, Any]) -> list[str]:
    """The titles of criteria that no drill of the track serves; a debrief has nothing to suggest for them."""
    drills = DrillSet.objects.filter(track_slug=track_slug, is_current=True).first()
    served = {key for drill in (drills.body["drills"] if drills else []) for key in drill["criteria"]}
    return [each["title"] for each in body["criteria"] if each["key"] not in served]


def without_sample(track_slug: str, kind: str, body: dict[str, Any]) -> list[str]:
    """The titles of criteria that no sample for calibration has agreed scores of; none without any sample."""
    bodies = CalibrationReference.objects.filter(
        is_current=True, sample__is_current=True, sample__track_slug=track_slug, sample__kind=kind
    ).values_list("body", flat=True)
    agreed = {key for each in bodies for key in each}
    return [each["title"] for each in body["criteria"] if agreed and each["key"] not in agreed]
