"""Loading makes immutable versions, or nothing."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.content.documents import ContentError
from interviews.content.files import read_catalog
from interviews.content.services import store_catalog
from interviews.content.versions import Stored, digest
from interviews.models import Prompt, Track
from tests.interviews.content.sample import PROMPT, replace, write_tracks

pytestmark = pytest.mark.django_db
PROMPT_FILE = "sample/prompts/recruiter/recruiter-a.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_tracks(tmp_path)


def load_tracks(root: Path) -> dict[str, Stored]:
    return store_catalog(catalog=read_catalog(root))


def snapshot() -> list[tuple[object, ...]]:
    return [
        *Track.objects.order_by("pk").values_list("pk", "slug", "digest", "is_current"),
        *Prompt.objects.order_by("pk").values_list("pk", "slug", "digest", "is_current"),
    ]


def test_first_load_adds_everything(root: Path) -> None:
    assert load_tracks(root) == {"tracks": Stored(added=1), "prompts": Stored(added=12)}
    track = Track.objects.get()
    assert (track.slug, track.title, track.is_current) == ("sample", "Sample track", True)
    assert track.digest == digest(track.body)
    assert [round_["minutes"] for round_ in track.body["rounds"]] == [45] * 4
    prompt = Prompt.objects.get(slug="recruiter-a")
    assert (prompt.track_slug, prompt.kind, prompt.title) == ("sample", "recruiter", "A prompt")
    assert prompt.body["steps"][1] == {
        "key": "two",
        "title": "Second",
        "cue": "Tell it late.",
        "body": "The second step is this and has forty characters.",
    }


def test_second_load_changes_nothing(root: Path) -> None:
    load_tracks(root)
    before = snapshot()
    assert load_tracks(root) == {"tracks": Stored(unchanged=1), "prompts": Stored(unchanged=12)}
    assert snapshot() == before


def test_layout_of_a_file_makes_no_version(root: Path) -> None:
    load_tracks(root)
    path = root / PROMPT_FILE
    path.write_text("# a comment\n" + path.read_text().replace("title: A prompt", "title:   'A prompt'"))
    assert load_tracks(root)["prompts"] == Stored(unchanged=12)


def test_changed_file_makes_a_new_version_and_keeps_the_old(root: Path) -> None:
    load_tracks(root)
    old = Prompt.objects.get(slug="recruiter-a")
    replace(root / PROMPT_FILE, "title: A prompt", "title: A better prompt")
    assert load_tracks(root)["prompts"] == Stored(added=1, unchanged=11)
    kept = Prompt.objects.get(pk=old.pk)
    assert (kept.title, kept.body, kept.is_current) == ("A prompt", old.body, False)
    assert Prompt.objects.get(slug="recruiter-a", is_current=True).title == "A better prompt"


def test_change_taken_back_makes_the_first_version_current_again(root: Path) -> None:
    load_tracks(root)
    first = Prompt.objects.get(slug="recruiter-a")
    replace(root / PROMPT_FILE, "title: A prompt", "title: A better prompt")
    load_tracks(root)
    replace(root / PROMPT_FILE, "title: A better prompt", "title: A prompt")
    assert load_tracks(root)["prompts"] == Stored(unchanged=12)
    assert Prompt.objects.get(slug="recruiter-a", is_current=True) == first
    assert Prompt.objects.filter(slug="recruiter-a").count() == 2


def test_removed_file_leaves_no_current_version(root: Path) -> None:
    (root / "sample/prompts/recruiter/extra.yaml").write_text(PROMPT.format(slug="extra", kind="recruiter"))
    load_tracks(root)
    (root / "sample/prompts/recruiter/extra.yaml").unlink()
    assert load_tracks(root)["prompts"] == Stored(unchanged=12, retired=1)
    assert Prompt.objects.get(slug="extra").is_current is False


def test_removed_track_leaves_no_current_version(root: Path, tmp_path: Path) -> None:
    load_tracks(root)
    (root / "sample").rename(root / "other")
    replace(root / "other/track.yaml", "slug: sample", "slug: other")
    load_tracks(root)
    assert [track.slug for track in Track.objects.filter(is_current=True)] == ["other"]
    assert set(Prompt.objects.filter(is_current=True).values_list("track_slug", flat=True)) == {"other"}


def test_bad_file_loads_nothing(root: Path) -> None:
    load_tracks(root)
    before = snapshot()
    replace(root / "sample/track.yaml", "title: Sample track", "title: Renamed track")
    replace(root / PROMPT_FILE, "title: A prompt", "title:")
    with pytest.raises(ContentError) as caught:
        load_tracks(root)
    assert str(caught.value) == f"{PROMPT_FILE}:3: title: is empty"
    assert snapshot() == before


def test_queries_do_not_grow_with_files(root: Path) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            load_tracks(root)
        return len(queries)

    first = count()
    for number in range(10):
        slug = f"more-{number}"
        path = root / "sample/prompts/recruiter" / f"{slug}.yaml"
        path.write_text(PROMPT.format(slug=slug, kind="recruiter"))
    assert count() <= first
    assert count() < first


def test_digest_ignores_the_order_of_keys_and_heeds_that_of_lists() -> None:
    assert digest({"a": 1, "b": ["x", "y"]}) == digest({"b": ["x", "y"], "a": 1})
    assert digest({"b": ["x", "y"]}) != digest({"b": ["y", "x"]})
