"""Many coaches publish and save at once: one version is current, nobody overwrites unseen changes."""

from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.errors import Conflict
from rubrics.authoring import services
from rubrics.authoring.drafts import draft_of
from rubrics.authoring.selectors import stamp_of
from rubrics.content.rubric_versions import store_kinds
from rubrics.models import Rubric, RubricDraft
from tests.factories import make_coach
from tests.rubrics.authoring.making import TRACK, make_valid_rubrics, valid_body
from tests.services.racing import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "recruiter"
MANY = 6


def current() -> Rubric:
    return Rubric.objects.get(track_slug=TRACK, kind=KIND, is_current=True)


def test_of_many_who_publish_at_once_one_does_and_the_others_are_told() -> None:
    make_valid_rubrics()
    seen = current()
    acts = []
    for number in range(MANY):
        author = make_coach()
        draft = draft_of(seen.body) | {"title": f"Title {number}"}
        which: dict[str, Any] = {"author": author, "track_slug": TRACK, "kind": KIND}
        row = services.save_draft(**which, stamp="", draft=draft)
        acts.append(
            partial(services.publish, **which, stamp=stamp_of(row), seen=seen.pk, on_top=False, note="Mine")
        )
    results = all_at_once(acts)
    assert Counter(type(each) for each in results) == {Rubric: 1, Conflict: MANY - 1}
    assert {each.code for each in results if isinstance(each, Conflict)} == {"meanwhile"}
    assert current().number == 2
    assert RubricDraft.objects.count() == MANY - 1


def test_of_many_tabs_that_save_upon_the_same_one_does() -> None:
    make_valid_rubrics()
    author = make_coach()
    which: dict[str, Any] = {"author": author, "track_slug": TRACK, "kind": KIND}
    body = current().body
    stamp = stamp_of(services.save_draft(**which, stamp="", draft=draft_of(body) | {"title": "First"}))
    acts = [
        partial(services.save_draft, **which, stamp=stamp, draft=draft_of(body) | {"title": f"Tab {number}"})
        for number in range(MANY)
    ]
    results = all_at_once(acts)
    assert Counter(type(each) for each in results) == {RubricDraft: 1, Conflict: MANY - 1}
    saved = next(each for each in results if isinstance(each, RubricDraft))
    assert RubricDraft.objects.get().body == saved.body


def test_the_very_first_save_in_many_tabs_makes_one_draft() -> None:
    make_valid_rubrics()
    author = make_coach()
    which: dict[str, Any] = {"author": author, "track_slug": TRACK, "kind": KIND, "stamp": ""}
    acts = [
        partial(services.save_draft, **which, draft=draft_of(current().body) | {"title": f"Tab {number}"})
        for number in range(MANY)
    ]
    results = all_at_once(acts)
    assert Counter(type(each) for each in results) == {RubricDraft: 1, Conflict: MANY - 1}


def test_files_that_load_while_somebody_publishes_leave_one_current() -> None:
    rubrics = make_valid_rubrics()
    seen, author = current(), make_coach()
    which: dict[str, Any] = {"author": author, "track_slug": TRACK, "kind": KIND}
    row = services.save_draft(**which, stamp="", draft=draft_of(seen.body) | {"title": "Mine"})
    changed = valid_body() | {"title": "From the file"}
    bodies = {(TRACK, kind): rubric.body for kind, rubric in rubrics.items()} | {(TRACK, KIND): changed}
    results = all_at_once(
        [
            partial(services.publish, **which, stamp=stamp_of(row), seen=seen.pk, on_top=False, note="Mine"),
            partial(_load, bodies),
        ]
    )
    assert isinstance(results[0], (Rubric, Conflict))
    assert current().title == ("Mine" if isinstance(results[0], Rubric) else "From the file")


def _load(bodies: dict[tuple[str, str], dict[str, object]]) -> None:
    """As the command does: another process may have been first, then look again."""
    for _attempt in range(3):
        try:
            with transaction.atomic():
                store_kinds(bodies)
                return
        except IntegrityError:
            continue
