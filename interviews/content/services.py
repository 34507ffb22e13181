"""Loading of tracks and prompts from files into versions."""

from pathlib import Path

from django.db import transaction

from interviews.content.documents import ContentError
from interviews.content.files import Catalog
from interviews.content.versions import Stored, Wanted, store_versions
from interviews.models import Prompt, Track

TRACKS = Path(__file__).resolve().parent / "tracks"


@transaction.atomic
def store_catalog(*, catalog: Catalog) -> dict[str, Stored]:
    """Make the catalog's tracks and prompts the current ones, and nothing else. Idempotent.

    Raises:
        ContentError: the catalog has problems; nothing is stored then.
    """
    if catalog.problems:
        raise ContentError(catalog.problems)
    tracks: Wanted = {
        (track.slug,): {"title": track.body["title"], "body": track.body} for track in catalog.tracks
    }
    prompts: Wanted = {
        (track.slug, body["slug"]): {"kind": body["kind"], "title": body["title"], "body": body}
        for track in catalog.tracks
        for body in track.prompts
    }
    return {
        "tracks": store_versions(Track, ("slug",), tracks),
        "prompts": store_versions(Prompt, ("track_slug", "slug"), prompts),
    }
