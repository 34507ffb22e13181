"""Loading rubrics and drills makes immutable versions, or nothing."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.content.documents import ContentError
from interviews.content.versions import Stored
from rubrics.content.files import read_rubrics
from rubrics.content.selectors import current_rubric
from rubrics.content.services import store_rubrics
from rubrics.models import DrillSet, Rubric
from tests.interviews.content.sample import replace, write_rubrics

pytestmark = pytest.mark.django_db
FILE = "sample/recruiter.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_rubrics(tmp_path)


def load_rubrics(track_slugs: list[str], root: Path) -> dict[str, Stored]:
    return store_rubrics(catalog=read_rubrics(root, track_slugs))


def test_first_load_adds_everything_and_second_nothing(root: Path) -> None:
    assert load_rubrics(["sample"], root) == {"rubrics": Stored(added=4), "drill sets": Stored(added=1)}
    assert load_rubrics(["sample"], root) == {
        "rubrics": Stored(unchanged=4),
        "drill sets": Stored(unchanged=1),
    }
    assert (Rubric.objects.count(), DrillSet.objects.count()) == (4, 1)


def test_changed_rubric_makes_a_new_version_and_keeps_the_old(root: Path) -> None:
    load_rubrics(["sample"], root)
    old = current_rubric("sample", "recruiter")
    assert old is not None
    replace(root / FILE, "The rater sees a trace", "The rater sees a faint trace")
    assert load_rubrics(["sample"], root)["rubrics"] == Stored(added=1, unchanged=3)
    new = current_rubric("sample", "recruiter")
    assert new is not None
    assert new.body["criteria"][0]["anchors"]["2"].startswith("The rater sees a faint trace")
    kept = Rubric.objects.get(pk=old.pk)
    assert (kept.body, kept.digest, kept.is_current) == (old.body, old.digest, False)


def test_renamed_rubric_takes_over_its_kind(root: Path) -> None:
    load_rubrics(["sample"], root)
    replace(root / FILE, "slug: rubric-recruiter", "slug: other-rubric")
    assert load_rubrics(["sample"], root)["rubrics"] == Stored(added=1, unchanged=3, retired=1)
    current = current_rubric("sample", "recruiter")
    assert current is not None
    assert current.slug == "other-rubric"


def test_removed_track_leaves_no_current_rubric(root: Path) -> None:
    load_rubrics(["sample"], root)
    (root / "sample").rename(root / "other")
    load_rubrics(["other"], root)
    assert current_rubric("sample", "recruiter") is None
    assert [drills.track_slug for drills in DrillSet.objects.filter(is_current=True)] == ["other"]


def test_bad_file_loads_nothing(root: Path) -> None:
    replace(root / FILE, "weight: 1", "weight: heavy")
    with pytest.raises(ContentError) as caught:
        load_rubrics(["sample"], root)
    assert str(caught.value) == f"{FILE}:8: weight: must be a whole number from 1 to 3"
    assert (Rubric.objects.count(), DrillSet.objects.count()) == (0, 0)


def test_second_load_reads_once_for_each_table(root: Path) -> None:
    load_rubrics(["sample"], root)
    with CaptureQueriesContext(connection) as queries:
        load_rubrics(["sample"], root)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 3  # and the numbers
