"""The command loads all content files or none."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from os.path import relpath
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from interviews.content.services import TRACKS
from interviews.models import Prompt, Track
from rubrics.models import CalibrationSample, DrillSet, Rubric
from tests.interviews.content.sample import replace, write_rubrics, write_samples, write_tracks

pytestmark = pytest.mark.django_db


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    folders = {"tracks": write_tracks(tmp_path), "rubrics": write_rubrics(tmp_path)}
    write_samples(tmp_path)
    return folders


def load(folders: dict[str, Path], **options: object) -> str:
    out = StringIO()
    call_command("load_content", **folders, **options, stdout=out)
    return out.getvalue()


def counts() -> list[int]:
    return [model._default_manager.count() for model in (Track, Prompt, Rubric, DrillSet, CalibrationSample)]


def test_load_tells_what_it_did(folders: dict[str, Path]) -> None:
    assert load(folders) == (
        "tracks: 1 added, 0 unchanged, 0 retired\n"
        "prompts: 12 added, 0 unchanged, 0 retired\n"
        "rubrics: 4 added, 0 unchanged, 0 retired\n"
        "drill sets: 1 added, 0 unchanged, 0 retired\n"
        "samples: 12 added, 0 unchanged, 0 retired\n"
        "references: 12 added, 0 unchanged, 0 retired\n"
        "usual ranges: 4 added, 0 unchanged, 0 retired\n"
    )
    assert counts() == [1, 12, 4, 1, 12]
    assert load(folders, verbosity=0) == ""


def test_check_changes_nothing(folders: dict[str, Path]) -> None:
    assert load(folders, check=True) == "The content files are in order.\n"
    assert counts() == [0, 0, 0, 0, 0]


def test_bad_rubric_keeps_the_tracks_out_too_and_all_is_told(folders: dict[str, Path]) -> None:
    replace(folders["tracks"] / "sample/track.yaml", "title: Sample track", "title:")
    replace(folders["rubrics"] / "sample/recruiter.yaml", "weight: 1", "weight: 9")
    errors = StringIO()
    with pytest.raises(
        CommandError, match=r"^2 problems in the content files\. Nothing was loaded\.$"
    ) as caught:
        call_command("load_content", **folders, stderr=errors)
    assert caught.value.returncode == 1
    assert errors.getvalue().splitlines() == [
        f"{relpath(folders['tracks'])}/sample/track.yaml:2: title: is empty",
        f"{relpath(folders['rubrics'])}/sample/recruiter.yaml:8: weight: must be a whole number from 1 to 3",
    ]
    assert counts() == [0, 0, 0, 0, 0]


def test_shipped_content_loads() -> None:
    call_command("load_content", verbosity=0)
    assert Track.objects.get(is_current=True).slug == "fintech-settlement"
    files = len(list(TRACKS.glob("*/prompts/*/*.yaml")))
    assert (Prompt.objects.count(), Rubric.objects.count(), DrillSet.objects.count()) == (files, 5, 1)


@pytest.mark.django_db(transaction=True)
def test_processes_that_start_together_load_once(folders: dict[str, Path]) -> None:
    def start(_number: int) -> None:
        try:
            load(folders)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))
    assert counts() == [1, 12, 4, 1, 12]
    assert Prompt.objects.filter(is_current=True).count() == 12
