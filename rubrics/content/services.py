"""Loading of rubrics and drills from files into versions."""

from pathlib import Path

from django.db import transaction
from django.db.models import Max

from interviews.content.documents import ContentError
from interviews.content.versions import Stored, Wanted, store_versions
from rubrics.content.files import RubricCatalog
from rubrics.models import DrillSet, Rubric

TRACKS = Path(__file__).resolve().parent / "tracks"


@transaction.atomic
def store_rubrics(*, catalog: RubricCatalog) -> dict[str, Stored]:
    """Make the catalog's rubrics and drills the current ones, and nothing else. Idempotent.

    Raises:
        ContentError: the catalog has problems; nothing is stored then.
    """
    if catalog.problems:
        raise ContentError(catalog.problems)
    newest = _newest_numbers()
    rubrics: Wanted = {
        (track.track_slug, body["slug"]): {
            "kind": body["kind"],
            "title": body["title"],
            "body": body,
            "number": newest.get((track.track_slug, body["slug"]), 0) + 1,
        }
        for track in catalog.tracks
        for body in track.rubrics
    }
    drills: Wanted = {(track.track_slug,): {"body": track.drills} for track in catalog.tracks}
    return {
        "rubrics": store_versions(Rubric, ("track_slug", "slug"), rubrics),
        "drill sets": store_versions(DrillSet, ("track_slug",), drills),
    }


def _newest_numbers() -> dict[tuple[str, str], int]:
    """The highest version number of each rubric, by track and slug."""
    rows = Rubric.objects.values_list("track_slug", "slug").annotate(newest=Max("number"))
    return {(track, slug): number for track, slug, number in rows}
