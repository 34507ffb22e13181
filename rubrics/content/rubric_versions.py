"""Versions of rubrics that come with the files, beside those that people wrote or made current again."""

from typing import Any

from interviews.content.versions import Stored, digest
from rubrics.models import Rubric, RubricAct

Bodies = dict[tuple[str, str], dict[str, Any]]


def store_kinds(bodies: Bodies) -> Stored:
    """See that the files hold these rubrics, by (track, kind); `rubrics.content.services` says how.

    To be called inside a transaction. One read, however many versions there are; no write without a change.
    """
    rows = list(Rubric.objects.select_for_update().defer("body").order_by("pk"))
    known = {(row.track_slug, row.slug, row.digest): row for row in rows}
    newest: dict[tuple[str, str], int] = {}
    for row in rows:
        newest[row.track_slug, row.slug] = max(row.number, newest.get((row.track_slug, row.slug), 0))
    held = {(row.track_slug, row.kind): row for row in rows if row.in_files}
    current = {(row.track_slug, row.kind): row for row in rows if row.is_current}
    steps_down: list[Rubric] = []
    comes: list[Rubric] = []
    added, retired = 0, 0
    for place, before in held.items():
        if place not in bodies:
            steps_down.append(before)
            retired += before.is_current
    for place, body in bodies.items():
        track, kind = place
        wanted = known.get((track, body["slug"], digest(body)))
        previous = held.get(place)
        if wanted is not None and wanted == previous:
            continue
        if wanted is None:
            wanted = Rubric(
                track_slug=track,
                kind=kind,
                slug=body["slug"],
                number=newest.get((track, body["slug"]), 0) + 1,
                digest=digest(body),
                title=body["title"],
                body=body,
                is_current=False,
            )
            added += 1
        if previous is not None:
            steps_down.append(previous)
            retired += previous.is_current and previous.slug != body["slug"]
        if place not in current or current[place] == previous:
            wanted.is_current = True
        wanted.in_files = True
        comes.append(wanted)
    _write(steps_down, comes)
    return Stored(added, len(bodies) - added, retired)


def _write(steps_down: list[Rubric], comes: list[Rubric]) -> None:
    """Who steps down does so first: at most one row of a kind may be current, and one what the files hold."""
    if steps_down:
        rows = Rubric.objects.filter(pk__in=[row.pk for row in steps_down])
        rows.update(is_current=False, in_files=False)
    for row in comes:
        if row.pk is None:
            row.save()
        else:
            row.save(update_fields=["is_current", "in_files"])
    if comes:
        RubricAct.objects.bulk_create(
            RubricAct(
                rubric=row,
                what=RubricAct.What.LOADED if row.is_current else RubricAct.What.OFFERED,
            )
            for row in comes
        )
