"""The preparation workspace in a real browser: the grid by keyboard, pasted cells, two tabs, a phone."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from prep.models import Company, Question, Story
from tests.factories import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.pages]
PASTE = """(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def fits(page: "Page") -> bool:
    return bool(
        page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
    )


def test_story_sheet_by_keyboard_pasted_and_in_two_tabs(new_page: Any) -> None:
    from playwright.sync_api import expect

    person = make_user("Story Teller")
    page = new_page(person, allow=("409",))
    page.goto("/prepare/stories/")
    page.get_by_role("button", name="Add a row").press("Enter")
    rows = page.locator(".grid__row")
    expect(rows).to_have_count(1)
    page.get_by_label("AI project").focus()
    page.keyboard.type("Feature store")
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.type("Stale features held good payouts")
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.type("96 % AUC on fraud")
    # The checks answer as soon as the row is saved.
    expect(rows.first).to_contain_text("It stops at “AUC”")
    page.get_by_label("Measurable product impact").fill(
        "Holds down from 9 % to 7 %, 4 M of merchant working capital freed"
    )
    expect(rows.first.locator(".grid__said")).to_contain_text("ready")
    expect(rows.first).not_to_contain_text("not ready")

    page.get_by_label("AI project").evaluate(PASTE, "One\tp1\ti1\nTwo\tp2\ti2\n")
    expect(rows).to_have_count(2)
    expect(page.get_by_label("AI project").nth(1)).to_have_value("Two")
    expect(page.get_by_text("2 rows were pasted")).to_be_visible()
    first = Story.objects.filter(candidate=person).order_by("position")[0]
    assert first.versions.filter(body__project="One").exists()

    other = page.context.new_page()
    other.goto("/prepare/stories/")
    other.get_by_label("Settlement problem").first.fill("theirs")
    expect(other.locator("[data-saved-state]").first).to_contain_text("saved just now")
    page.get_by_label("Measurable product impact").first.fill("mine")
    apart = page.get_by_role("alert").first
    expect(apart).to_contain_text("Nothing was overwritten")
    page.get_by_role("button", name="Save what is chosen").first.press("Enter")
    expect(page.locator("[data-saved-state]").first).to_contain_text("saved just now")
    first.refresh_from_db()
    assert (first.problem, first.impact) == ("theirs", "mine")
    assert fits(page)


def test_plan_companies_and_questions_on_a_phone(new_mobile_page: Any) -> None:
    from playwright.sync_api import expect

    person = make_user("Plan Maker")
    page = new_mobile_page(person)
    page.goto("/prepare/")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_text("Your plan is made.")).to_be_visible()
    expect(page.get_by_role("heading", name="Week 2")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Tick\s*: CAR stories")).click()
    expect(page.get_by_role("button", name=re.compile(r"^Untick\s*: CAR stories"))).to_be_visible()
    expect(page.get_by_text("1 of 7 done")).to_be_visible()
    assert fits(page)

    page.get_by_role("link", name="Companies", exact=True).click()
    page.get_by_label("Company").fill("Ledgerly")
    page.get_by_role("button", name="Add a company").click()
    page.wait_for_url(re.compile(r"/prepare/companies/[0-9a-f-]{36}/$"))
    page.get_by_label("Launches").fill("Instant payouts in March")
    expect(page.locator("[data-saved-state]")).to_contain_text("saved just now")
    assert Company.objects.get(candidate=person).launches == "Instant payouts in March"
    assert fits(page)

    page.goto("/prepare/questions/")
    page.get_by_role("button", name=re.compile(r"^Take it\s*: When a reconciliation break")).click()
    words = page.get_by_label("Question", exact=True)
    expect(words).to_have_value(re.compile("reconciliation break"))
    words.fill("Who owns a break?")
    expect(page.locator("[data-saved-state]")).to_contain_text("saved just now")
    assert Question.objects.get(candidate=person).text == "Who owns a break?"
    assert fits(page)
