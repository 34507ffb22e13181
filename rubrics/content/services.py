"""Loading of rubrics, drills and samples from files into versions."""

from pathlib import Path
from typing import Any

from django.db import transaction

from interviews.content.documents import ContentError
from interviews.content.versions import Stored, Wanted, store_versions
from rubrics.content.files import RubricCatalog
from rubrics.content.rubric_versions import store_kinds
from rubrics.content.samples import SampleCatalog
from rubrics.models import CalibrationReference, CalibrationSample, DrillSet

TRACKS = Path(__file__).resolve().parent / "tracks"


@transaction.atomic
def store_rubrics(*, catalog: RubricCatalog) -> dict[str, Stored]:
    """Make the catalog's rubrics and drills what the files hold, and current unless people decided otherwise.

    A file that says what it said when it was last loaded changes nothing. A changed one becomes the next
    version, or again the earlier one that said the same. It is current from then on where the current version
    followed the files until now; where somebody published or restored another one, that one stays.
    Drills are always those of the files. Idempotent.

    Raises:
        ContentError: the catalog has problems; nothing is stored then.
    """
    if catalog.problems:
        raise ContentError(catalog.problems)
    bodies = {(track.track_slug, body["kind"]): body for track in catalog.tracks for body in track.rubrics}
    drills: Wanted = {(track.track_slug,): {"body": track.drills} for track in catalog.tracks}
    return {"rubrics": store_kinds(bodies), "drill sets": store_versions(DrillSet, ("track_slug",), drills)}


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
