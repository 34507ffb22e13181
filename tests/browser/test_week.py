"""The week of one's rounds in a real browser, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.factories import make_loop, make_round, make_user
from tests.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.pages]


@pytest.mark.parametrize("mobile", [False, True], ids=["desk", "phone"])
def test_week_shows_a_round_and_an_arrow_goes_on(server: Product, new_page: NewPage, mobile: bool) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
    round_ = make_round(
        make_loop(make_user("Ada Candidate"), rounds=False),
        interviewer=make_user("Ben Interviewer", is_peer=True),
        starts_at=noon,
    )
    page = new_page(round_.loop.candidate, mobile=mobile)
    page.goto(f"/rounds/week/?w={noon:%G-W%V}")
    shown = page.locator(".week__round")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("Ben Interviewer")
    expect(shown).to_contain_text("You are interviewed")
    assert page.evaluate("document.documentElement.scrollWidth") <= (390 if mobile else 1280)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{server.url}/rounds/week/?w={noon + timedelta(days=7):%G-W%V}")
    expect(page.get_by_text("No rounds in this week.")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(shown).to_have_count(1)
    shown.click()
    expect(page).to_have_url(f"{server.url}/rounds/{round_.pk}/")
