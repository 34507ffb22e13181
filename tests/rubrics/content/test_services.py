"""Loading rubrics, drills and samples makes immutable versions, or nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.content.documents import ContentError
from interviews.content.files import read_catalog
from interviews.content.versions import Stored
from rubrics.content.files import read_rubrics
from rubrics.content.samples import read_samples
from rubrics.content.selectors import current_rubric
from rubrics.content.services import store_rubrics, store_samples
from rubrics.models import CalibrationReference, CalibrationSample, CalibrationSession, DrillSet, Rubric
from tests.factories import make_user
from tests.interviews.content.sample import replace, write_rubrics, write_samples, write_tracks

pytestmark = pytest.mark.django_db
FILE = "sample/recruiter.yaml"
SAMPLE = "sample/samples/weak-recruiter.yaml"


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
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 2


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    write_tracks(tmp_path)
    root = write_rubrics(tmp_path)
    write_samples(tmp_path)
    return root


def load_samples(root: Path) -> dict[str, Stored]:
    tracks = read_catalog(root.parent / "tracks")
    return store_samples(catalog=read_samples(root, tracks, read_rubrics(root, ["sample"])))


def the_sample() -> CalibrationSample:
    return CalibrationSample.objects.get(slug="weak-recruiter", is_current=True)


def references(sample: CalibrationSample) -> list[tuple[int, bool, int | None]]:
    """Number, whether it is current, and the score of the first criterion."""
    return [
        (reference.number, reference.is_current, reference.body["a"]["half_steps"])
        for reference in sample.references.all()
    ]


def test_samples_load_once_each_with_its_first_reference(samples: Path) -> None:
    assert load_samples(samples) == {"samples": Stored(added=12), "references": Stored(added=12)}
    assert load_samples(samples) == {"samples": Stored(unchanged=12), "references": Stored(unchanged=12)}
    assert "reference" not in the_sample().body
    assert references(the_sample()) == [(1, True, 8)]


def test_changed_sample_is_a_new_version_with_a_reference_of_its_own(samples: Path) -> None:
    load_samples(samples)
    old = the_sample()
    replace(samples / SAMPLE, "It is this.", "It is this and that.")
    assert load_samples(samples) == {
        "samples": Stored(added=1, unchanged=11),
        "references": Stored(added=1, unchanged=11),
    }
    assert the_sample().pk != old.pk
    assert references(the_sample()) == [(1, True, 8)]
    assert references(old) == [(1, True, 8)]


def test_changed_scores_are_the_next_reference_of_the_same_version(samples: Path) -> None:
    load_samples(samples)
    before = the_sample()
    replace(samples / SAMPLE, 'score: "4"', 'score: "3.5"')
    assert load_samples(samples) == {
        "samples": Stored(unchanged=12),
        "references": Stored(added=1, unchanged=11),
    }
    assert the_sample() == before
    assert references(before) == [(1, False, 8), (2, True, 7)]


def test_scores_agreed_in_a_session_outlive_the_next_start(samples: Path) -> None:
    load_samples(samples)
    load_rubrics(["sample"], samples)
    sample, rubric = the_sample(), current_rubric("sample", "recruiter")
    assert rubric is not None
    session = CalibrationSession.objects.create(
        coach=make_user("coach"), sample=sample, rubric=rubric, due_at=datetime(2026, 11, 30, tzinfo=UTC)
    )
    sample.references.update(is_current=False)
    agreed = {**sample.references.get().body, "a": {"half_steps": 6, "reason": "Talked over."}}
    CalibrationReference.objects.create(sample=sample, number=2, body=agreed, session=session)
    load_samples(samples)
    assert references(sample) == [(1, False, 8), (2, True, 6)]


def test_bad_sample_loads_nothing(samples: Path) -> None:
    replace(samples / SAMPLE, 'score: "4"', 'score: "6"')
    with pytest.raises(ContentError, match=rf"^{SAMPLE}:24: score: “6” is not known"):
        load_samples(samples)
    assert CalibrationSample.objects.count() == 0


def test_loading_samples_again_takes_as_many_queries_for_many(samples: Path) -> None:
    load_samples(samples)
    with CaptureQueriesContext(connection) as queries:
        load_samples(samples)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 3
