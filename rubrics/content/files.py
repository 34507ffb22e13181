"""The folder of rubrics and drills, read and checked as a whole against the tracks they belong to. Pure.

<root>/<track slug>/<kind>.yaml
<root>/<track slug>/drills.yaml
<root>/<track slug>/samples/   optional, read by `rubrics.content.samples`
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from interviews.content.documents import Document, Problem, read_document
from interviews.content.files import stray, track_folders, visible
from interviews.content.schema import KINDS, SINGLES
from rubrics.content.schema import CALLS, DRILLS, RUBRIC

SAMPLES: Final = "samples"


@dataclass
class RubricFiles:
    """The validated bodies of a track's rubrics, and of its drills."""

    track_slug: str
    rubrics: list[dict[str, Any]] = field(default_factory=list)
    drills: dict[str, Any] = field(default_factory=dict)


@dataclass
class RubricCatalog:
    """All rubrics of a folder; to be used only when `problems` is empty."""

    tracks: list[RubricFiles] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_rubrics(root: Path, track_slugs: Collection[str]) -> RubricCatalog:
    """Read every rubric below `root`. Never raises for what is in the files.

    Args:
        root: the folder of rubrics.
        track_slugs: the tracks that exist; each needs its rubrics, and no other may have some.
    """
    catalog = RubricCatalog()
    folders = {folder.name: folder for folder in track_folders(root, catalog.problems)}
    for slug in sorted({*folders, *track_slugs}):
        if slug not in folders:
            catalog.problems.append(Problem(slug, 1, "missing; the track needs a folder with its rubrics"))
        elif slug not in track_slugs:
            catalog.problems.append(Problem(slug, 1, "there is no track with this slug"))
        else:
            _read_folder(folders[slug], root, catalog)
    return catalog


def _read_folder(folder: Path, root: Path, catalog: RubricCatalog) -> None:
    kinds = [*KINDS, *(kind for kind in SINGLES if (folder / f"{kind}.yaml").is_file())]
    wanted = {f"{kind}.yaml" for kind in kinds} | {"drills.yaml"}
    catalog.problems += [
        stray(entry, root, f"files here are {', '.join(sorted(wanted))}")
        for entry in visible(folder)
        if entry.name not in wanted and not (entry.name == SAMPLES and entry.is_dir())
    ]
    found = RubricFiles(folder.name)
    catalog.tracks.append(found)
    documents = [read_document(folder / f"{kind}.yaml", root, RUBRIC) for kind in kinds]
    drills = read_document(folder / "drills.yaml", root, DRILLS)
    for document, kind in zip(documents, kinds, strict=True):
        check_rubric(document, kind)
    check_together(documents)
    if not any(document.problems for document in documents):
        _check_drills(drills, documents)
    for document in (*documents, drills):
        catalog.problems += document.problems
    found.rubrics = [document.value for document in documents]
    found.drills = drills.value or {}


def check_rubric(document: Document, kind: str) -> None:
    """A rubric is of its file's kind, and has its calls in their order; problems go to the document."""
    value = document.value or {}
    if value.get("kind") not in {None, kind}:
        document.refuse_at(("kind",), f"kind: “{value['kind']}” must be the file’s name, “{kind}”")
    calls = tuple((call or {}).get("key") for call in value.get("calls") or [])
    if len(calls) == len(CALLS) and None not in calls and calls != CALLS and set(calls) == set(CALLS):
        document.refuse_at(("calls",), f"calls: must be in the order {', '.join(CALLS)}")


def check_together(documents: list[Document]) -> None:
    """Slugs are unique in a track; a criterion that several rounds share has one title and one concept."""
    slugs: dict[str, str] = {}
    shared: dict[str, tuple[dict[str, Any], str]] = {}
    for document in documents:
        value = document.value or {}
        slug = value.get("slug")
        if slug in slugs:
            document.refuse_at(("slug",), f"slug: “{slug}” is used twice, first in {slugs[slug]}")
        elif slug is not None:
            slugs[slug] = document.file
        for index, criterion in enumerate(value.get("criteria") or []):
            name = (criterion or {}).get("key")
            if name is None:
                continue
            first, file = shared.setdefault(name, (criterion, document.file))
            for part in ("title", "concept"):
                if file != document.file and criterion.get(part) != first.get(part):
                    document.refuse_at(
                        ("criteria", index), f"{part} of “{name}” must be the same as in {file}"
                    )


def _check_drills(drills: Document, rubrics: list[Document]) -> None:
    """Every drill serves criteria that exist, and every criterion has a drill."""
    criteria: dict[str, str] = {}
    for rubric in rubrics:
        for criterion in rubric.value["criteria"]:
            criteria.setdefault(criterion["key"], rubric.file)
    served: set[str] = set()
    entries = (drills.value or {}).get("drills") or []
    for index, drill in enumerate(entries):
        for place, name in enumerate((drill or {}).get("criteria") or []):
            served.add(name)
            if name is not None and name not in criteria:
                drills.refuse_at(("drills", index, "criteria", place), f"criteria: no rubric has “{name}”")
    if entries and not drills.problems:
        for name, file in criteria.items():
            if name not in served:
                drills.refuse_at(("drills",), f"drills: none serves “{name}” of {file}")
