"""The offer worksheet in a real browser: typed, saved, counted, two tabs, by keyboard, on a phone."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from prep.models import Offer
from tests.factories import make_user
from tests.prep.offers.making import make_offer

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.pages]


def fits(page: "Page") -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
    )


def test_two_tabs_what_if_and_the_counter(new_page: Any) -> None:
    from playwright.sync_api import expect

    person = make_user("Offered Person")
    page = new_page(person, allow=("409",))
    page.goto("/prepare/offers/")
    page.get_by_role("textbox", name="Company").fill("Northstar Pay")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/prepare/offers/[0-9a-f-]{36}/$"))
    page.get_by_label("Base a year").fill("210k")
    page.locator("#offer_equity").fill("0,03 %")
    page.get_by_label("Post-money valuation").fill("1B")
    figures = page.locator(".offer-sums")
    # What follows is counted anew once it is saved: 4 × 210,000 and 300,000 on paper.
    expect(figures).to_contain_text("1,140,000 USD")
    expect(page.locator("[data-saved-state]")).to_contain_text("saved")

    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("Base a year")).to_have_value("210000")
    other.get_by_label("Base a year").fill("220000")
    expect(other.locator("[data-saved-state]")).to_contain_text("saved just now")
    page.locator("#offer_sign_on").fill("30000")
    apart = page.get_by_role("alert")
    expect(apart).to_contain_text("Nothing was overwritten")
    expect(apart.get_by_role("group", name="Base a year")).to_contain_text("220000")
    # What this page did not touch comes from the other, what it did stays: one press saves both.
    page.get_by_role("button", name="Save what is chosen").press("Enter")
    expect(apart).to_be_hidden()
    expect(figures).to_contain_text("1,210,000 USD")
    offer = Offer.objects.get(candidate=person)
    assert [offer.base, offer.sign_on] == [220_000, 30_000]

    page.get_by_role("link", name="What if").click()
    slider = page.get_by_role("slider", name="Grant")
    slider.focus()
    for _press in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#what-if")).to_contain_text("0.036 %")
    expect(page.locator("#what-if")).to_contain_text("1,270,000 USD")

    page.get_by_role("link", name="Counter").click()
    page.get_by_label("Your argument").fill("My fraud model keeps losses out of the settlement run")
    page.get_by_label("Worth to them a year").fill("1.2M")
    page.get_by_label("Ask: grant").fill("0.06")
    page.get_by_role("button", name="Draft the text").click()
    expect(page.get_by_label("The text")).to_have_value(re.compile("a grant of 0.06 % instead of 0.03 %"))


def test_side_by_side_on_a_phone_and_without_script(new_page: Any, new_mobile_page: Any) -> None:
    person = make_user("Narrow Person")
    first = make_offer(person, "Northstar Pay")
    make_offer(person, "Ledgerline", position=1, base=184_000)
    page = new_mobile_page(person)
    page.goto("/prepare/offers/")
    assert page.get_by_role("heading", name="Northstar Pay").is_visible()
    assert not page.get_by_role("columnheader", name="Northstar Pay").first.is_visible()
    assert fits(page)
    page.goto(f"/prepare/offers/{first.pk}/")
    assert fits(page)
    page = new_page(person, script=False)
    page.goto(f"/prepare/offers/{first.pk}/")
    page.get_by_label("Base a year").fill("215,000")
    page.get_by_role("button", name="Save").last.click()
    assert page.get_by_text("Saved.").is_visible()
    first.refresh_from_db()
    assert first.base == 215_000
