"""What every test here stands on: pages load without a complaint, a killed server comes back."""

from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from tests.browser.conftest import NewPage
from tests.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.pages]


def test_the_first_page_and_a_signed_in_one(server: Product, new_page: NewPage) -> None:
    stranger = new_page()
    stranger.goto("/")
    assert "Mockloop" in stranger.title()
    person = new_page(User.objects.filter(is_demo=True, is_peer=True).first(), dark=True)
    person.goto("/settings/")
    assert person.url.endswith("/settings/")


def test_a_session_outlives_a_kill(server: Product, new_page: NewPage) -> None:
    page = new_page(User.objects.filter(is_demo=True, is_candidate=True).first())
    page.goto("/settings/")
    server.kill()
    server.start()
    page.goto("/settings/")
    assert page.url.endswith("/settings/")


def test_what_was_typed_stays_when_it_is_sent_after_signing_out(server: Product, new_page: NewPage) -> None:
    page = new_page(User.objects.filter(is_demo=True, is_peer=True).first())
    page.goto("/hours/")
    page.get_by_label("Hours of notice").fill("17")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save hours").click()
    page.get_by_text("You are signed out").wait_for()
    assert page.url.endswith("/hours/")
    assert page.get_by_label("Hours of notice").input_value() == "17"


def test_hours_take_no_typing_that_the_answer_on_its_way_would_wipe_out(
    server: Product, new_page: NewPage
) -> None:
    page = new_page(User.objects.filter(is_demo=True, is_peer=True).first())
    page.goto("/hours/")
    notice = page.get_by_label("Hours of notice")
    notice.fill("17")
    held: list[Any] = []
    page.route("**/hours/", lambda route: held.append(route))
    page.get_by_role("button", name="Add a date").click()
    page.locator("form[data-whole][aria-busy]").wait_for()
    notice.focus()
    page.keyboard.type("3")
    assert notice.input_value() == "17"
    held[0].continue_()
    page.get_by_role("group", name="Date that differs").wait_for()
    notice.focus()
    page.keyboard.press("End")
    page.keyboard.type("3")
    assert notice.input_value() == "173"
