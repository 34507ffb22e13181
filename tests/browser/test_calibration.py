"""Scoring a sample in real browsers: by keyboard alone at a desk, by touch on a phone, without script."""

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from accounts.models import User
from interviews.models import Qualification
from rubrics.models import CalibrationAttempt, CalibrationSample
from tests.browser.keyboard import tab_to
from tests.factories import make_peer
from tests.polling import poll
from tests.product import Product
from tests.rubrics.calibration.making import make_sample, score

if TYPE_CHECKING:
    from playwright.sync_api import Page

TOLD = (r"409 for .*/attempts/", r"422 for .*/attempts/")


@pytest.fixture
def peer(server: Product) -> User:
    """A newcomer who runs rounds; only the samples of the test are there."""
    CalibrationSample.objects.all().update(is_current=False)
    return make_peer("Petra Peer", qualified=False)


def fits(page: "Page") -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_a_sample_by_keyboard_alone(new_page: Any, peer: User) -> None:
    score(peer, make_sample("recruiter", "first"))
    make_sample("recruiter", "second", answer="One sentence about merchants. " * 20)
    page: Page = new_page(peer, allow=TOLD)
    page.goto("/calibration/")
    tab_to(page, "button", "Score it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calibration/attempts/**")
    expect(page.get_by_text("Why payments?")).to_be_visible()
    assert page.evaluate("[...document.images].every((each) => each.naturalWidth > 0)")
    # The sample scrolls by itself beside the criteria, so it can be reached.
    tab_to(page, "section", "Why payments?")
    for number, keys in enumerate(("3", "4", "n")):
        tab_to(page, "input[type=radio]", "")
        for key in keys:
            page.keyboard.press(key)
        tab_to(page, "textarea", "")
        page.keyboard.type(f"Heard {number} at 02:10.")
    expect(page.locator("[data-card-complete]")).to_be_visible()
    expect(page.locator("[data-card-state]")).to_contain_text("saved")
    tab_to(page, "button", "Hand in your scores")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Yours beside the agreed scores")).to_be_visible()
    expect(page.get_by_text("You are offered for it until").first).to_be_visible()
    assert Qualification.objects.get(person=peer).kind == "recruiter"
    tab_to(page, "a", "02:10")
    page.keyboard.press("Enter")
    assert page.url.endswith("#at-0210")
    assert not [
        key for key in page.evaluate("Object.keys(localStorage)") if key.startswith("mockloop-attempt")
    ]


def test_on_a_phone(new_mobile_page: Any, peer: User) -> None:
    make_sample("recruiter", "first", agreed=(9, 8, 4))
    phone: Page = new_mobile_page(peer, allow=TOLD)
    phone.goto("/calibration/")
    fits(phone)
    phone.get_by_role("button", name="Score it").tap()
    phone.wait_for_url("**/calibration/attempts/**")
    fits(phone)
    for row, value in zip(phone.locator("[data-criterion]").all(), ("4", "8", "no"), strict=True):
        row.locator(f"input[value='{value}']").check(force=True)
        row.locator("textarea").fill("Seen on a small screen.")
    phone.get_by_role("button", name="Hand in your scores").tap()
    expect(phone.get_by_text("Not passed").first).to_be_visible()
    expect(phone.get_by_text("You are 2.5 points lower")).to_be_visible()
    expect(phone.get_by_text("You did not observe what was there")).to_be_visible()
    fits(phone)


def test_two_tabs_and_no_script(new_page: Any, peer: User) -> None:
    make_sample("recruiter", "first")
    one: Page = new_page(peer, allow=TOLD)
    one.goto("/calibration/")
    one.get_by_role("button", name="Score it").click()
    one.wait_for_url("**/calibration/attempts/**")
    two: Page = new_page(peer, script=False, allow=TOLD)
    two.goto(one.url)
    one.locator("textarea").first.fill("From the first tab")
    poll(lambda: CalibrationAttempt.objects.get(person=peer).version == 1, what="the first tab's save")
    two.locator("textarea").first.fill("From the second tab")
    two.get_by_role("button", name="Save", exact=True).click()
    expect(two.get_by_text("Nothing was overwritten.")).to_be_visible()
    expect(two.locator("textarea").first).to_have_value("From the second tab")
    two.get_by_role("button", name="Save what is here").click()
    expect(two.get_by_text("Your scores are saved.")).to_be_visible()
    one.locator("textarea").first.fill("From the first tab again")
    expect(one.locator("[data-card-stale]")).to_be_visible()
    two.get_by_role("button", name="Hand in your scores").click()
    expect(two.get_by_text("something is missing")).to_be_visible()
