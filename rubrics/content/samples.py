"""The samples for calibration, read and checked against their track, its prompts and its rubrics. Pure.

<root>/<track slug>/samples/<sample slug>.yaml

A track may have no samples at all; one that has some has enough for each kind of round.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from interviews.content.documents import Document, Problem, read_document
from interviews.content.files import Catalog, TrackFiles, stray, visible
from interviews.content.schema import KINDS
from rubrics.content.board import fitted, overlap
from rubrics.content.files import SAMPLES, RubricCatalog, RubricFiles
from rubrics.content.schema import SAMPLE, SAMPLES_PER_KIND, SCORES

SHOWN: Final = ("transcript", "answer", "board")
_MOMENTS = re.compile(r"\b[0-9]{2}:[0-5][0-9]\b")


@dataclass(frozen=True)
class Sample:
    """What a rater sees (`body`), apart from what they may see only after scoring (`reference`).

    `reference` has for each criterion `half_steps` (2..10, or None for not observed) and `reason`.
    """

    body: dict[str, Any]
    reference: dict[str, dict[str, Any]]


@dataclass
class SampleFiles:
    """The valid samples of a track."""

    track_slug: str
    samples: list[Sample] = field(default_factory=list)


@dataclass
class SampleCatalog:
    """All samples of a folder; to be used only when `problems` is empty."""

    tracks: list[SampleFiles] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_samples(root: Path, catalog: Catalog, rubrics: RubricCatalog) -> SampleCatalog:
    """Read every sample below `root`. Never raises for what is in the files.

    Args:
        root: the folder of rubrics.
        catalog: the tracks and prompts that samples speak of.
        rubrics: the rubrics they are scored on. While either has problems of its own, samples are checked
            by themselves alone.
    """
    found = SampleCatalog()
    sound = not catalog.problems and not rubrics.problems
    scored = {track.track_slug: track for track in rubrics.tracks}
    for track in catalog.tracks:
        folder = root / track.slug / SAMPLES
        files = SampleFiles(track.slug)
        found.tracks.append(files)
        if folder.is_dir():
            _read_folder(folder, root, files, found, (track, scored[track.slug]) if sound else None)
    return found


def _read_folder(
    folder: Path,
    root: Path,
    files: SampleFiles,
    found: SampleCatalog,
    belongs: tuple[TrackFiles, RubricFiles] | None,
) -> None:
    qualities: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for entry in visible(folder):
        if entry.suffix != ".yaml" or not entry.is_file():
            found.problems.append(stray(entry, root, "samples are files that end in .yaml"))
            continue
        document = read_document(entry, root, SAMPLE)
        _check_names(document, entry.stem)
        _check_transcript(document)
        _check_board(document)
        _check_reference(document)
        if belongs is not None and not document.problems:
            _check_belongs(document, *belongs)
        found.problems += document.problems
        value = document.value or {}
        if value.get("kind") is not None:
            qualities[value["kind"]].append(value.get("quality") or "")
        if not document.problems:
            files.samples.append(_parted(document.value))
    where = folder.relative_to(root).as_posix()
    for kind, given in qualities.items():
        if len(given) < SAMPLES_PER_KIND:
            reason = f"{len(given)} samples of {kind}, at least {SAMPLES_PER_KIND} needed for each kind"
            found.problems.append(Problem(where, 1, reason))
        elif len(set(given)) == 1:
            found.problems.append(Problem(where, 1, f"all samples of {kind} are {given[0]}"))


def _parted(value: dict[str, Any]) -> Sample:
    body = {name: part for name, part in value.items() if name != "reference"}
    return Sample(
        body,
        {
            entry["criterion"]: {
                "half_steps": None if "score" not in entry else SCORES.index(entry["score"]) + 2,
                "reason": entry["reason"],
            }
            for entry in value["reference"]
        },
    )


def _check_names(document: Document, stem: str) -> None:
    value = document.value or {}
    if value.get("slug") not in {None, stem}:
        document.refuse_at(("slug",), f"slug: “{value['slug']}” must be the file’s name, “{stem}”")
    if document.value is not None and not any(part in value for part in SHOWN):
        document.refuse(1, f"at least one of {', '.join(SHOWN)} is needed")


def _check_transcript(document: Document) -> None:
    """Every line has a time of its own, later than the one before: reasons point at lines by it."""
    before = ""
    for index, spoken in enumerate((document.value or {}).get("transcript") or []):
        at = (spoken or {}).get("at")
        if at is None:
            continue
        if before and at <= before:
            document.refuse_at(("transcript", index, "at"), f"at: {at} must be later than {before}")
        before = at


def _check_board(document: Document) -> None:
    board = (document.value or {}).get("board") or {}
    boxes = board.get("boxes") or []
    whole = [
        (index, box)
        for index, box in enumerate(boxes)
        if box and all(box.get(part) is not None for part in ("key", "label", "x", "y", "w", "h"))
    ]
    for place, (index, box) in enumerate(whole):
        where = ("board", "boxes", index)
        if fitted(box) is None:
            document.refuse_at((*where, "label"), f"label: does not fit {box['w']} × {box['h']}")
        for _, other in whole[:place]:
            if overlap(box, other):
                document.refuse_at(where, f"box “{box['key']}” lies over “{other['key']}”")
    keys = {(box or {}).get("key") for box in boxes}
    for index, arrow in enumerate(board.get("arrows") or []):
        for end in ("from", "to"):
            name = (arrow or {}).get(end)
            if name is not None and name not in keys:
                document.refuse_at(("board", "arrows", index, end), f"{end}: no box “{name}”")
        if arrow and arrow.get("from") is not None and arrow.get("from") == arrow.get("to"):
            document.refuse_at(("board", "arrows", index), "an arrow joins two different boxes")


def _check_reference(document: Document) -> None:
    """A score or "not observed", never both, and reasons that point at lines that are there."""
    value = document.value or {}
    moments = {(spoken or {}).get("at") for spoken in value.get("transcript") or []}
    for index, entry in enumerate(value.get("reference") or []):
        where = ("reference", index)
        if entry is None:
            continue
        if ("score" in entry) == (entry.get("not_observed") is True):
            document.refuse_at(where, "either a score or not_observed: true")
        for moment in _MOMENTS.findall(entry.get("reason") or ""):
            if moments and moment not in moments:
                document.refuse_at((*where, "reason"), f"reason: no line of the transcript is at {moment}")


def _check_belongs(document: Document, track: TrackFiles, rubrics: RubricFiles) -> None:
    """Prompt, steps, phases and criteria are those of the kind's own."""
    value = document.value
    kind, setting = value["kind"], value["setting"]
    prompts = {prompt["slug"]: prompt for prompt in track.prompts if prompt["kind"] == kind}
    prompt = prompts.get(setting["prompt"])
    if prompt is None:
        document.refuse_at(("setting", "prompt"), f"prompt: {kind} has none “{setting['prompt']}”")
    else:
        steps = [step["key"] for step in prompt["steps"]]
        _check_known(document, ("setting", "steps"), setting["steps"], steps)
    (round_,) = (one for one in track.body["rounds"] if one["kind"] == kind)
    _check_known(
        document, ("setting", "phases"), setting["phases"], [phase["key"] for phase in round_["phases"]]
    )
    for index, spoken in enumerate(value.get("transcript", [])):
        if int(spoken["at"][:2]) >= round_["minutes"]:
            document.refuse_at(
                ("transcript", index, "at"), f"at: the round ends after {round_['minutes']} minutes"
            )
    (rubric,) = (one for one in rubrics.rubrics if one["kind"] == kind)
    wanted = [criterion["key"] for criterion in rubric["criteria"]]
    given = [entry["criterion"] for entry in value["reference"]]
    for index, name in enumerate(given):
        if name not in wanted:
            document.refuse_at(("reference", index, "criterion"), f"criterion: the rubric has no “{name}”")
    for name in wanted:
        if name not in given:
            document.refuse_at(("reference",), f"reference: nothing on “{name}”")


def _check_known(document: Document, where: tuple[str, ...], given: list[str], known: list[str]) -> None:
    for index, name in enumerate(given):
        if name not in known:
            document.refuse_at((*where, index), f"{where[-1]}: “{name}” is not one of {', '.join(known)}")
