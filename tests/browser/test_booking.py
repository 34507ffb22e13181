"""The booking page in a real browser: a loop, one round on a phone, by keyboard, being second, no script."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.models import User
from interviews.models import Loop, Round
from tests.browser.conftest import NewPage
from tests.factories import make_user
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

STYLE = r"Content Security Policy.*style"  # the whiteboard sets styles inline, which the policy refuses
URL = "/loops/book/"
DAY = ".booking__calendar a[data-day]"


@pytest.fixture
def ada(server: Product) -> User:
    """A candidate who has nothing booked; the peers are the demo's."""
    return make_user("Ada Candidate")


def kinds(candidate: User) -> list[str]:
    """The kinds of the rounds that are booked for somebody, in order."""
    rounds = Round.objects.filter(loop__candidate=candidate).order_by("position")
    return list(rounds.values_list("kind", flat=True))


def focused(page: "Page") -> str:
    """The day under the focus as its ISO date; empty elsewhere."""
    day: str = page.evaluate("document.activeElement.dataset.day ?? ''")
    return day


def tab_to(page: "Page", selector: str) -> None:
    """Press Tab until something that fits the selector has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no number of tabs reaches {selector}")


def not_sideways(page: "Page") -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_one_click_books_a_whole_loop(new_page: NewPage, ada: User) -> None:
    page = new_page(ada, allow=(STYLE,))
    page.goto(URL)
    plans = page.locator(".plan")
    expect(plans).to_have_count(5)
    expect(plans.first.locator(".station")).to_have_count(4)
    page.get_by_label("All on one day").check()
    expect(page.locator(".plan__reason").first).to_contain_text("All on one day")
    page.get_by_role("button", name="Book this loop").first.click()
    expect(page.get_by_text("Booked: all 4 rounds are yours.")).to_be_visible()
    assert kinds(ada) == ["recruiter", "product_sense", "system_design", "behavioural"]
    loop = Loop.objects.get(candidate=ada)
    assert page.url.endswith(f"/loops/{loop.pk}/")


def test_single_round_is_booked_on_a_phone(new_mobile_page: NewPage, ada: User) -> None:
    page = new_mobile_page(ada, allow=(STYLE,))
    page.goto(f"{URL}?rounds=system_design")
    expect(page.locator(".plan").first.locator(".station")).to_have_count(1)
    not_sideways(page)
    page.get_by_role("button", name="Book this round").first.click()
    expect(page.get_by_text("Booked: the round is yours.")).to_be_visible()
    not_sideways(page)
    assert kinds(ada) == ["system_design"]


def test_keyboard_alone_chooses_a_day_and_a_plan(new_page: NewPage, ada: User) -> None:
    page = new_page(ada, allow=(STYLE,))
    page.goto(f"{URL}?rounds=system_design")
    tab_to(page, DAY)
    days = page.locator(DAY).evaluate_all("all => all.map(each => each.dataset.day)")
    assert focused(page) == days[0]
    page.keyboard.press("ArrowRight")
    assert focused(page) == days[1]
    page.keyboard.press("End")
    assert focused(page) == days[-1]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    chosen = page.locator(f'{DAY}[data-day="{days[1]}"]')
    expect(chosen).to_have_attribute("aria-current", "date")
    expect(chosen).to_be_focused()
    page.keyboard.press("1")
    expect(page).to_have_url(re.compile("#plan-1$"))
    tab_to(page, ".plan button")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Booked: the round is yours.")).to_be_visible()
    assert Round.objects.get(loop__candidate=ada).starts_at.date().isoformat() == days[1]


def test_zone_and_clock_change_in_place_and_keep_what_was_asked(new_page: NewPage, ada: User) -> None:
    page = new_page(ada, allow=(STYLE,))
    page.goto(f"{URL}?rounds=system_design")
    page.get_by_label("Not before").fill("10:00")
    page.get_by_label("Stress").check()
    expect(page).to_have_url(re.compile("mode=stress"))
    page.locator(".reading summary").click()
    page.get_by_label("Time zone").fill("Asia/Kolkata")
    page.get_by_label("12-hour (am/pm)").check()
    page.get_by_role("button", name="Show times so").click()
    expect(page.locator(".reading summary")).to_contain_text("Times in Asia/Kolkata, 12-hour clock")
    expect(page.get_by_label("Not before")).to_have_value("10:00")
    expect(page.get_by_label("Stress")).to_be_checked()
    expect(page.locator("input[name=rounds]:checked")).to_have_count(1)
    expect(page.locator(".plan .station__when").first).to_contain_text(re.compile(r"\d\d? ?[ap]m", re.I))


def test_second_to_pick_is_told_and_sees_fresh_plans_for_the_same_wishes(
    new_page: NewPage, ada: User
) -> None:
    ben = make_user("Ben Candidate")
    pages = [new_page(each, allow=(STYLE,)) for each in (ada, ben)]
    for page in pages:
        page.goto(f"{URL}?rounds=system_design&after=10:00&mode=stress")
    first, second = (page.get_by_role("button", name="Book this round").first for page in pages)
    first.click()
    expect(pages[0].get_by_text("Booked: the round is yours.")).to_be_visible()
    second.click()
    expect(pages[1].get_by_role("alert")).to_contain_text("just taken")
    assert kinds(ben) == []
    expect(pages[1].get_by_label("Not before")).to_have_value("10:00")
    expect(pages[1].get_by_label("Stress")).to_be_checked()
    second.click()
    expect(pages[1].get_by_text("Booked: the round is yours.")).to_be_visible()
    assert kinds(ben) == kinds(ada) == ["system_design"]


def test_loop_is_booked_without_script(new_page: NewPage, ada: User) -> None:
    page = new_page(ada, script=False)
    page.goto(URL)
    page.get_by_label("Any order").check()
    page.get_by_role("button", name="Show plans").click()
    expect(page).to_have_url(re.compile("order=free"))
    page.get_by_role("button", name="Book this loop").first.click()
    expect(page.get_by_text("Booked: all 4 rounds are yours.")).to_be_visible()
    assert len(kinds(ada)) == 4
