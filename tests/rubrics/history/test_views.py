"""Saved views: named, one's own, one of them first, deleted and taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError
from rubrics.history import services
from rubrics.models import SavedView
from tests.factories import make_coach, make_user
from tests.rubrics.history.making import listed_debrief
from tests.rubrics.making import make_rubrics

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach() -> User:
    make_rubrics()
    candidate = make_user("Maya")
    listed_debrief(candidate, scores={"recruiter": {"recruiter_first": [4]}})
    return make_coach(candidate)


def save(person: User, name: str = "Low", query: str = "below=5", **fields: Any) -> SavedView:
    return services.save_view(person=person, name=name, query=query, **fields)


def test_keeping_what_is_shown(client_for: Callable[[Any], Any], coach: User) -> None:
    client = client_for(coach)
    query = "criterion=recruiter_first&below=5&state=&nonsense=1&page=3"
    answer = client.post("/debriefs/views/", {"name": "  Low   first ", "query": query, "default": "on"})
    view = SavedView.objects.get()
    assert (view.name, view.query, view.is_default) == (
        "Low first",
        "criterion=recruiter_first&below=5",
        True,
    )
    assert answer["Location"] == f"/debriefs/?criterion=recruiter_first&below=5&view={view.pk}"
    assert client.get("/debriefs/")["Location"] == answer["Location"], "the list opens with it"
    shown = client.get(answer["Location"])
    assert (shown.context["view"], shown.context["changed"]) == (view, False)
    assert client.get("/debriefs/?view=").status_code == 200, "everything can still be asked for"
    changed = client.get(f"/debriefs/?below=4&view={view.pk}")
    assert changed.context["changed"]
    client.post(f"/debriefs/views/{view.pk}/", {"do": "replace", "query": "below=4"})
    view.refresh_from_db()
    assert view.query == "below=4"


def test_a_refused_name_keeps_what_was_typed_and_shown(client_for: Callable[[Any], Any], coach: User) -> None:
    save(coach, "Low")
    client = client_for(coach)
    answer = client.post("/debriefs/views/", {"name": "lOW", "query": "below=4"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "You have a view called “lOW” already." in page
    assert 'value="lOW"' in page
    assert answer.context["query"] == "below=4"
    other = save(coach, "Other")
    answer = client.post(f"/debriefs/views/{other.pk}/", {"do": "rename", "name": "low"})
    assert answer.status_code == 422
    assert "You have a view called “low” already." in answer.content.decode()
    with pytest.raises(DomainError, match="Give the view a name"):
        save(coach, "  ")
    with pytest.raises(DomainError, match="60 characters"):
        save(coach, "x" * 61)
    assert save(make_user(), "Low").name == "Low", "another person's names are theirs"


def test_one_view_opens_first(coach: User) -> None:
    first, second = save(coach, "One", default=True), save(coach, "Two", default=True)
    assert list(SavedView.objects.filter(is_default=True)) == [second]
    services.choose_default(person=coach, view_id=first.pk, on=True)
    assert list(SavedView.objects.filter(is_default=True)) == [first]
    services.choose_default(person=coach, view_id=first.pk, on=False)
    assert not SavedView.objects.filter(is_default=True).exists()


def test_deleting_can_be_undone(client_for: Callable[[Any], Any], coach: User) -> None:
    client = client_for(coach)
    view = save(coach, "Low", default=True)
    answer = client.post(f"/debriefs/views/{view.pk}/", {"do": "delete"}, follow=True)
    assert "“Low” was deleted." in answer.content.decode()
    assert "No saved views yet" in answer.content.decode()
    assert client.get("/debriefs/").status_code == 200
    assert client.post(f"/debriefs/views/{view.pk}/", {"do": "rename", "name": "x"}).status_code == 404
    save(coach, "low")
    client.post(f"/debriefs/views/{view.pk}/", {"do": "restore"})
    assert [each.name for each in SavedView.objects.all()] == ["low", "Low (2)"]
    services.delete_view(person=coach, view_id=view.pk)
    SavedView.objects.filter(pk=view.pk).update(deleted_at=timezone.now() - timedelta(days=2))
    services.delete_view(person=coach, view_id=SavedView.objects.get(name="low").pk)
    assert not SavedView.objects.filter(pk=view.pk).exists(), "what was deleted long ago is gone"


def test_views_are_nobody_elses(client_for: Callable[[Any], Any], coach: User) -> None:
    view = save(coach)
    other = client_for(make_coach())
    for do in ("rename", "replace", "default", "no_default", "delete", "restore"):
        assert other.post(f"/debriefs/views/{view.pk}/", {"do": do, "name": "x"}).status_code == 404
    assert "Low" not in other.get("/debriefs/views/").content.decode()
    assert other.get(f"/debriefs/?view={view.pk}").context["view"] is None
    view.refresh_from_db()
    assert view.name == "Low"


def test_there_is_an_end_to_views(coach: User) -> None:
    SavedView.objects.bulk_create(SavedView(person=coach, name=f"View {n}") for n in range(services.MOST))
    with pytest.raises(DomainError, match="which is the most"):
        save(coach, "Another")
