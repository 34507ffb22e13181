"""The folder of tracks and prompts, read and checked as a whole. Pure.

<root>/<track slug>/track.yaml
<root>/<track slug>/prompts/<kind>/<prompt slug>.yaml
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interviews.content.documents import Document, Problem, read_document
from interviews.content.fields import SLUG
from interviews.content.schema import ALL_KINDS, KINDS, PROMPT, PROMPTS_PER_KIND, PROMPTS_PER_SINGLE, TRACK


@dataclass
class TrackFiles:
    """A track's validated body, and those of its prompts."""

    slug: str
    body: dict[str, Any]
    prompts: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Catalog:
    """All tracks of a folder; to be used only when `problems` is empty."""

    tracks: list[TrackFiles] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_catalog(root: Path) -> Catalog:
    """Read every track below `root`. Never raises for what is in the files."""
    catalog = Catalog()
    folders = list(track_folders(root, catalog.problems))
    if not folders and not catalog.problems:
        catalog.problems.append(Problem(".", 1, "holds no track"))
    for folder in folders:
        _read_track(folder, root, catalog)
    return catalog


def track_folders(root: Path, problems: list[Problem]) -> Iterator[Path]:
    """The folders of a content root, one per track; anything else there is a problem."""
    if not root.is_dir():
        problems.append(Problem(root.name, 1, "is not a folder"))
        return
    for entry in visible(root):
        if entry.is_dir() and SLUG.fullmatch(entry.name):
            yield entry
        elif entry.is_dir():
            problems.append(Problem(entry.name, 1, "a folder here is named by its track’s slug, like a-b"))
        else:
            problems.append(Problem(entry.name, 1, "unexpected file; a track is a folder"))


def visible(folder: Path) -> list[Path]:
    """What a folder holds, in the order of names, without hidden entries."""
    return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))


def stray(entry: Path, root: Path, wanted: str) -> Problem:
    """The problem of an entry that the loader would otherwise pass over in silence."""
    return Problem(entry.relative_to(root).as_posix(), 1, f"unexpected; {wanted}")


def _read_track(folder: Path, root: Path, catalog: Catalog) -> None:
    document = read_document(folder / "track.yaml", root, TRACK)
    _check_track(document, folder.name)
    catalog.problems += document.problems
    catalog.problems += [
        stray(entry, root, "a track holds track.yaml and prompts/")
        for entry in visible(folder)
        if entry.name not in {"track.yaml", "prompts"}
    ]
    track = TrackFiles(folder.name, document.value or {})
    catalog.tracks.append(track)
    prompts = folder / "prompts"
    singles = [(each or {}).get("kind") for each in track.body.get("singles") or []]
    kinds = [kind for kind in ALL_KINDS if kind in KINDS or kind in singles]
    if prompts.is_dir():
        catalog.problems += [
            stray(entry, root, f"folders here are {', '.join(kinds)}")
            for entry in visible(prompts)
            if entry.name not in kinds or not entry.is_dir()
        ]
    slugs: dict[str, str] = {}
    for kind in kinds:
        _read_prompts(prompts / kind, root, track, slugs, catalog.problems)


def _read_prompts(
    folder: Path, root: Path, track: TrackFiles, slugs: dict[str, str], problems: list[Problem]
) -> None:
    count = 0
    for entry in visible(folder) if folder.is_dir() else []:
        if entry.suffix != ".yaml" or not entry.is_file():
            problems.append(stray(entry, root, "prompts are files that end in .yaml"))
            continue
        count += 1
        document = read_document(entry, root, PROMPT)
        _check_prompt(document, entry.stem, folder.name, slugs)
        problems += document.problems
        if not document.problems:
            track.prompts.append(document.value)
    needed = PROMPTS_PER_KIND if folder.name in KINDS else PROMPTS_PER_SINGLE
    if count < needed:
        problems.append(
            Problem(
                folder.relative_to(root).as_posix(),
                1,
                f"{count} prompts, at least {needed} needed for each kind of round",
            )
        )


def _check_track(document: Document, folder: str) -> None:
    value = document.value or {}
    if value.get("slug") not in {None, folder}:
        document.refuse_at(("slug",), f"slug: “{value['slug']}” must be the folder’s name, “{folder}”")
    rounds = [
        (part, index, each)
        for part in ("rounds", "singles")
        for index, each in enumerate(value.get(part) or [])
    ]
    for part, index, round_ in rounds:
        minutes = (round_ or {}).get("minutes")
        phases: list[Any] = [(phase or {}).get("minutes") for phase in (round_ or {}).get("phases") or []]
        if None in (minutes, *phases) or not phases:
            continue  # said already, with its own line
        if sum(phases) != minutes:
            document.refuse_at(
                (part, index, "minutes"),
                f"minutes: the round has {minutes}, its phases add up to {sum(phases)}",
            )


def _check_prompt(document: Document, stem: str, kind: str, slugs: dict[str, str]) -> None:
    value = document.value or {}
    slug = value.get("slug")
    if value.get("kind") not in {None, kind}:
        document.refuse_at(("kind",), f"kind: “{value['kind']}” must be the folder’s name, “{kind}”")
    if slug is None:
        return
    if slug != stem:
        document.refuse_at(("slug",), f"slug: “{slug}” must be the file’s name, “{stem}”")
    if slug in slugs:
        document.refuse_at(("slug",), f"slug: “{slug}” is used twice, first in {slugs[slug]}")
    else:
        slugs[slug] = document.file
