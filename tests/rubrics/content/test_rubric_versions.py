"""Rubrics from the files beside those that people published or made current again."""

from pathlib import Path

import pytest

from interviews.content.versions import Stored, digest
from rubrics.content.files import read_rubrics
from rubrics.content.selectors import current_rubric
from rubrics.content.services import store_rubrics
from rubrics.models import Rubric, RubricAct
from tests.interviews.content.sample import replace, write_rubrics

pytestmark = pytest.mark.django_db
FILE = "sample/recruiter.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_rubrics(tmp_path)


def load_rubrics(track_slugs: list[str], root: Path) -> dict[str, Stored]:
    return store_rubrics(catalog=read_rubrics(root, track_slugs))


def publish_by_hand(old: Rubric) -> Rubric:
    """What authoring does: another version takes the place of the current one."""
    Rubric.objects.filter(pk=old.pk).update(is_current=False)
    return Rubric.objects.create(
        track_slug=old.track_slug,
        kind=old.kind,
        slug=old.slug,
        number=old.number + 1,
        digest="a" * 64,
        title="By hand",
        body=old.body,
        origin=Rubric.Origin.AUTHORED,
    )


def current() -> Rubric:
    found = current_rubric("sample", "recruiter")
    assert found is not None
    return found


def history() -> list[str]:
    return [f"{act.what} {act.rubric.number}" for act in RubricAct.objects.filter(rubric__kind="recruiter")]


def test_an_authored_version_stays_current_whatever_the_files_say(root: Path) -> None:
    load_rubrics(["sample"], root)
    mine = publish_by_hand(current())
    load_rubrics(["sample"], root)
    assert current() == mine
    replace(root / FILE, "The rater sees a trace", "The rater sees a faint trace")
    assert load_rubrics(["sample"], root)["rubrics"] == Stored(added=1, unchanged=3)
    assert current() == mine
    offered = Rubric.objects.get(kind="recruiter", in_files=True)
    assert (offered.number, offered.is_current, offered.origin) == (3, False, "file")
    load_rubrics(["sample"], root)
    assert history() == ["offered 3", "loaded 1"]


def test_a_change_of_a_file_that_is_taken_back_makes_the_earlier_version_current(root: Path) -> None:
    load_rubrics(["sample"], root)
    replace(root / FILE, "The rater sees a trace", "The rater sees a faint trace")
    load_rubrics(["sample"], root)
    replace(root / FILE, "The rater sees a faint trace", "The rater sees a trace")
    assert load_rubrics(["sample"], root)["rubrics"] == Stored(unchanged=4)
    assert current().number == 1
    assert history() == ["loaded 1", "loaded 2", "loaded 1"]


def test_a_version_that_somebody_restored_stays_although_the_files_hold_a_newer_one(root: Path) -> None:
    load_rubrics(["sample"], root)
    replace(root / FILE, "The rater sees a trace", "The rater sees a faint trace")
    load_rubrics(["sample"], root)
    Rubric.objects.filter(kind="recruiter", number=2).update(is_current=False)
    Rubric.objects.filter(kind="recruiter", number=1).update(is_current=True)
    load_rubrics(["sample"], root)
    assert current().number == 1


def test_once_the_files_are_taken_over_they_are_followed_again(root: Path) -> None:
    load_rubrics(["sample"], root)
    mine = publish_by_hand(current())
    Rubric.objects.filter(pk=mine.pk).update(is_current=False)
    Rubric.objects.filter(in_files=True).update(is_current=True)
    replace(root / FILE, "The rater sees a trace", "The rater sees a faint trace")
    load_rubrics(["sample"], root)
    assert (current().number, current().in_files) == (3, True)


def test_an_authored_version_stays_when_its_track_leaves_the_files(root: Path) -> None:
    load_rubrics(["sample"], root)
    mine = publish_by_hand(current())
    (root / "sample").rename(root / "other")
    load_rubrics(["other"], root)
    assert current() == mine
    assert not Rubric.objects.filter(track_slug="sample", in_files=True).exists()


def test_an_authored_version_that_the_files_say_word_for_word_is_followed(root: Path) -> None:
    load_rubrics(["sample"], root)
    mine = publish_by_hand(current())
    replace(root / FILE, "The rater sees a trace", "The rater sees a faint trace")
    Rubric.objects.filter(pk=mine.pk).update(
        digest=digest(read_rubrics(root, ["sample"]).tracks[0].rubrics[0])
    )
    assert load_rubrics(["sample"], root)["rubrics"] == Stored(unchanged=4)
    assert (current(), current().in_files) == (mine, True)
