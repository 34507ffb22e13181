"""What a signed-in person sees is kept by no cache."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_loop

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_pages_and_fragments_of_a_signed_in_person_are_not_stored(
    client_for: Callable[[Any], Client], headers: dict[str, str]
) -> None:
    loop = make_loop()
    round_ = loop.rounds.all()[0]
    client = client_for(loop.candidate)
    for path in ("/", "/loops/", f"/loops/{loop.pk}/", f"/rounds/{round_.pk}/", f"/loops/{loop.pk}/debrief/"):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store"), path
    missing = client.get("/loops/00000000-0000-4000-8000-000000000000/")
    assert (missing.status_code, missing["Cache-Control"]) == (404, "private, no-store")


def test_a_view_that_says_how_long_it_may_be_kept_is_left_alone(client_for: Callable[[Any], Client]) -> None:
    loop = make_loop()
    board = loop.rounds.all()[0].board
    answer = client_for(loop.candidate).get(f"/boards/{board.pk}/picture.svg")
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_stranger_may_keep_the_first_page(client_for: Callable[[Any], Client]) -> None:
    assert not client_for(None).get("/").has_header("Cache-Control")
