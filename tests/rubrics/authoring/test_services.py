"""Drafts are kept as typed, publishing makes the next version, and nobody overwrites unseen changes."""

from typing import Any

import pytest

from accounts.models import User
from common.errors import Conflict, DomainError
from rubrics.authoring import services
from rubrics.authoring.drafts import Draft, draft_of
from rubrics.authoring.selectors import stamp_of
from rubrics.models import Rubric, RubricAct, RubricDraft
from tests.factories import make_coach
from tests.rubrics.authoring.making import TRACK, make_valid_rubrics, valid_body

pytestmark = pytest.mark.django_db
KIND = "recruiter"


@pytest.fixture
def rubrics() -> dict[str, Rubric]:
    return make_valid_rubrics()


@pytest.fixture
def author(rubrics: Any) -> User:
    return make_coach(name="Ann Author")


def changed(title: str = "Another title") -> Draft:
    draft = draft_of(current().body)
    draft["title"] = title
    return draft


def save(author: User, draft: Draft, stamp: str = "") -> RubricDraft:
    return services.save_draft(author=author, track_slug=TRACK, kind=KIND, stamp=stamp, draft=draft)


def publish(author: User, row: RubricDraft, **fields: Any) -> Rubric:
    wanted = {"stamp": stamp_of(row), "seen": current().pk, "on_top": False, "note": "Why not"}
    return services.publish(author=author, track_slug=TRACK, kind=KIND, **{**wanted, **fields})


def current() -> Rubric:
    return Rubric.objects.get(track_slug=TRACK, kind=KIND, is_current=True)


def code(caught: Any) -> str:
    return str(caught.value.code)


def test_a_draft_keeps_what_was_typed_valid_or_not(author: User) -> None:
    draft = changed("<b>not allowed</b>")
    draft["criteria"][0]["weight"] = "heavy"
    row = save(author, draft)
    assert RubricDraft.objects.get().body == draft
    assert (row.base, row.version) == (current(), 1)


def test_saving_the_same_again_changes_nothing(author: User) -> None:
    row = save(author, changed())
    assert save(author, changed(), "whatever").version == row.version


def test_the_second_tab_is_told_and_overwrites_nothing(author: User) -> None:
    first = save(author, changed("First"))
    save(author, changed("Second"), stamp_of(first))
    for stamp in ("", stamp_of(first), "nonsense"):
        with pytest.raises(Conflict) as caught:
            save(author, changed("Third"), stamp)
        assert code(caught) == "stale"
    assert RubricDraft.objects.get().body["title"] == "Second"


def test_a_tab_left_open_does_not_bring_a_published_draft_back(author: User) -> None:
    row = save(author, changed())
    stamp = stamp_of(row)
    publish(author, row)
    with pytest.raises(Conflict):
        save(author, changed("Late"), stamp)
    assert not RubricDraft.objects.exists()


def test_a_stamp_of_an_earlier_draft_does_not_fit_the_next_one(author: User) -> None:
    row = save(author, changed())
    stamp = stamp_of(row)
    services.discard_draft(author=author, track_slug=TRACK, kind=KIND, stamp=stamp)
    save(author, changed("New"))
    with pytest.raises(Conflict):
        save(author, changed("Old tab"), stamp)


def test_publishing_makes_the_next_version_current_and_leaves_the_old_one(author: User) -> None:
    before = current()
    version = publish(author, save(author, changed()), note=" Said  better ")
    assert (version.number, version.origin, version.author, version.change_note) == (
        2, "authored", author, "Said better",
    )  # fmt: skip
    assert current() == version
    kept = Rubric.objects.get(pk=before.pk)
    assert (kept.body, kept.is_current, kept.in_files) == (before.body, False, True)
    assert not RubricDraft.objects.exists()
    act = RubricAct.objects.first()
    assert act is not None
    assert (act.what, act.actor, act.rubric, act.note) == ("published", author, version, "Said better")


def test_a_draft_that_is_not_ready_is_refused_with_its_problems_and_stays(author: User) -> None:
    draft = changed("")
    with pytest.raises(services.NotReady) as caught:
        publish(author, save(author, draft))
    assert [each.field for each in caught.value.problems] == ["title"]
    assert RubricDraft.objects.get().body == draft


@pytest.mark.parametrize(("note", "wanted"), [("  ", "no_note"), ("x" * 301, "no_note")])
def test_a_note_is_asked_for(author: User, note: str, wanted: str) -> None:
    with pytest.raises(DomainError) as caught:
        publish(author, save(author, changed()), note=note)
    assert code(caught) == wanted


def test_nothing_different_is_not_published(author: User) -> None:
    with pytest.raises(DomainError) as caught:
        publish(author, save(author, draft_of(current().body)))
    assert code(caught) == "same"


def test_whoever_publishes_second_is_told(author: User) -> None:
    mine = save(author, changed("Mine"))
    other = make_coach(name="Other")
    theirs = publish(other, save(other, changed("Theirs")))
    for seen in (mine.base_id, theirs.pk):
        with pytest.raises(Conflict) as caught:
            publish(author, mine, seen=seen)
        assert code(caught) == "meanwhile"
    assert current() == theirs
    version = publish(author, mine, on_top=True)
    assert (version.number, version.title) == (3, "Mine")


def test_knowing_of_one_publication_does_not_overrule_a_later_one(author: User) -> None:
    mine = save(author, changed("Mine"))
    other = make_coach(name="Other")
    seen = publish(other, save(other, changed("Theirs")))
    publish(other, save(other, changed("Theirs again")))
    with pytest.raises(Conflict):
        publish(author, mine, seen=seen.pk, on_top=True)


def test_what_was_published_meanwhile_is_taken_over_part_by_part(author: User) -> None:
    draft = changed("Mine")
    draft["criteria"][0]["weight"] = "3"
    mine = save(author, draft)
    other = make_coach(name="Other")
    theirs = draft_of(valid_body(KIND, "two", "one", "three", "four", "five"))
    theirs["title"] = "Theirs"
    version = publish(other, save(other, theirs))
    row = services.take_over(
        author=author, track_slug=TRACK, kind=KIND, stamp=stamp_of(mine), seen=version.pk, names=["c-five"]
    )
    assert row.base == version
    published = publish(author, row)
    assert published.title == "Mine"
    assert [each["key"] for each in published.body["criteria"]] == ["one", "two", "three", "four", "five"]
    assert published.body["criteria"][0]["weight"] == 3


def test_a_draft_that_says_what_an_earlier_version_says_makes_that_one_current(author: User) -> None:
    first = current()
    publish(author, save(author, changed()))
    again = publish(author, save(author, draft_of(first.body)))
    assert again == first
    assert current() == first
    assert RubricAct.objects.first().what == "restored"  # type: ignore[union-attr]


def test_an_earlier_version_is_current_again_as_a_new_act(author: User) -> None:
    first = current()
    second = publish(author, save(author, changed()))
    restored = services.restore(actor=author, rubric=first, seen=second.pk, note="It was better")
    assert (restored, current()) == (first, first)
    assert [act.what for act in RubricAct.objects.filter(rubric__kind=KIND)] == [
        "restored", "published", "loaded",
    ]  # fmt: skip
    services.restore(actor=author, rubric=first, seen=second.pk, note="Pressed twice")
    assert RubricAct.objects.filter(what="restored").count() == 1


def test_restoring_is_refused_upon_something_not_seen_or_without_a_reason(author: User) -> None:
    first = current()
    second = publish(author, save(author, changed()))
    with pytest.raises(Conflict):
        services.restore(actor=author, rubric=first, seen=first.pk, note="Why")
    with pytest.raises(DomainError) as caught:
        services.restore(actor=author, rubric=first, seen=second.pk, note="")
    assert code(caught) == "no_note"
    assert current() == second


def test_a_criterion_that_rounds_share_keeps_its_title(author: User, rubrics: dict[str, Rubric]) -> None:
    body = valid_body("behavioural", "one", "b", "c", "d")
    Rubric.objects.filter(pk=rubrics["behavioural"].pk).update(body=body)
    draft = changed()
    draft["criteria"][0]["title"] = "One, otherwise"
    with pytest.raises(services.NotReady) as caught:
        publish(author, save(author, draft))
    assert caught.value.problems[0].field == "c-one-title"
