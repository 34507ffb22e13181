"""Who is online: noted by every page, and written once a minute."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_signing_in_notes_that_somebody_is_here(client: Client) -> None:
    person = make_user()
    client.force_login(person)
    person.refresh_from_db()
    assert person.seen_at is not None
    assert timezone.now() - person.seen_at < timedelta(seconds=30)


def test_a_page_within_the_minute_writes_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(make_user())
    with django_assert_num_queries(2):  # session and person
        client.get("/design/")


def test_after_a_minute_it_is_noted_anew(client: Client) -> None:
    person = make_user()
    client.force_login(person)
    before = timezone.now() - timedelta(minutes=2)
    User.objects.update(seen_at=before)
    client.get("/design/")
    person.refresh_from_db()
    assert person.seen_at is not None
    assert person.seen_at > before


def test_strangers_are_not_counted(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        client.get("/design/")
