"""The load page at a phone's width, and its forecast computed while somebody looks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from tests.browser.conftest import NewPage
from tests.browser.test_looks import COMPLAINTS
from tests.factories import make_loop, make_round
from tests.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.pages]


def administrator() -> User:
    return User.objects.create_superuser("root@example.org", "a long password", name="Ad Min")


def test_heat_map_scrolls_in_a_box_of_its_own_on_a_phone(server: Product, new_mobile_page: NewPage) -> None:
    peer = User.objects.get(email="oliver@demo.example")
    peer.schedule.most_per_week = 1
    peer.schedule.save()
    make_round(make_loop(rounds=False), interviewer=peer, starts_at=timezone.now() + timedelta(days=30))
    page = new_mobile_page(administrator(), dark=True)
    page.goto("/load/")
    assert page.evaluate(COMPLAINTS) == []
    box = page.locator(".heat-scroll").first
    assert box.evaluate("e => e.scrollWidth > e.clientWidth")
    box.focus()
    page.keyboard.press("ArrowRight")
    name = box.locator("tbody th").first
    assert name.evaluate("e => e.getBoundingClientRect().left") >= 0


def test_forecast_is_computed_while_the_page_is_open(server: Product, new_page: NewPage) -> None:
    page = new_page(administrator())
    page.goto("/load/")
    page.get_by_role("button", name="Look at the pool").click()
    page.get_by_text("First-try rate now").wait_for(timeout=60_000)
    assert page.get_by_role("button", name="Look again").is_visible()
