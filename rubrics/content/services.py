"""Loading of rubrics, drills and samples from files into versions."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from interviews.content.documents import ContentError
from interviews.content.versions import Stored, Wanted, store_versions
from rubrics.content.files import RubricCatalog
from rubrics.content.samples import SampleCatalog
from rubrics.models import CalibrationReference, CalibrationSample, DrillSet, Rubric

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


@transaction.atomic
def store_samples(*, catalog: SampleCatalog) -> dict[str, Stored]:
    """Make the catalog's samples the current ones, and nothing else. Idempotent.

    A new version of a sample begins with the file's scores as its reference number 1. Where only the scores
    of a file have changed, they become the next reference of the same version and the current one; scores
    that a session agreed on stay current until then.

    Raises:
        ContentError: the catalog has problems; nothing is stored then.
    """
    if catalog.problems:
        raise ContentError(catalog.problems)
    samples: Wanted = {}
    scores = {}
    for track in catalog.tracks:
        for sample in track.samples:
            name = (track.track_slug, sample.body["slug"])
            samples[name] = {
                "kind": sample.body["kind"],
                "title": sample.body["title"],
                "body": sample.body,
            }
            scores[name] = sample.reference
    return {
        "samples": store_versions(CalibrationSample, ("track_slug", "slug"), samples),
        "references": _store_references(scores),
    }


def _store_references(wanted: dict[tuple[str, str], dict[str, dict[str, Any]]]) -> Stored:
    """See that the newest reference from a file is the wanted one, for each current sample."""
    current = CalibrationSample.objects.filter(is_current=True)
    samples = {
        (track, slug): pk
        for pk, track, slug in current.values_list("pk", "track_slug", "slug")
        if (track, slug) in wanted
    }
    highest: dict[int, int] = {}
    from_file: dict[int, Any] = {}
    rows = CalibrationReference.objects.filter(sample__in=samples.values()).order_by("number")
    for sample_id, number, session_id, body in rows.values_list("sample_id", "number", "session_id", "body"):
        highest[sample_id] = number
        if session_id is None:
            from_file[sample_id] = body
    new = [
        CalibrationReference(sample_id=pk, number=highest.get(pk, 0) + 1, body=wanted[name])
        for name, pk in samples.items()
        if from_file.get(pk) != wanted[name]
    ]
    if new:
        replaced = [reference.sample_id for reference in new]
        CalibrationReference.objects.filter(sample__in=replaced, is_current=True).update(is_current=False)
        CalibrationReference.objects.bulk_create(new)
    return Stored(len(new), len(wanted) - len(new))
