"""Seasons, comparing and the cohort in a browser: notes that keep themselves, addresses, phones."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rubrics.models import SeasonGoal, SeasonNote
from tests.browser.conftest import NewPage
from tests.factories import make_coach, make_peer, make_user
from tests.product import Product
from tests.rubrics.season.making import all_rounds, held_loop

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.django_db(transaction=True)]


def sideways(page: "Page") -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def settled(page: "Page") -> None:
    """Wait until what was asked for has taken its place; asking begins with the change itself."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def test_a_coach_writes_notes_and_sets_a_goal(server: Product, new_page: NewPage) -> None:
    maya = make_user("Maya Lindqvist")
    held_loop(maya, all_rounds((4, 6, 6)), days_ago=20)
    held_loop(maya, all_rounds((9, 7, 6), (9, 8, 6)), days_ago=2)
    coach = make_coach(maya)
    page = new_page(coach)
    page.goto(f"/season/{maya.pk}/")
    expect(page.get_by_text("By more than noise 4 criteria went up.")).to_be_visible()
    assert page.locator(".chart--trend").count() == 12
    # By its key, in the page, and kept while it is typed.
    page.keyboard.press("w")
    page.get_by_role("textbox", name="Note").fill("Ends at the metric.")
    expect(page.get_by_text("saved just now")).to_be_visible()
    assert SeasonNote.objects.get().draft == "Ends at the metric."
    # The same note in a second tab, which is quicker.
    other = new_page(coach, allow=("409",))
    other.goto(f"/season/{maya.pk}/notes/{SeasonNote.objects.get().pk}/")
    other.get_by_role("textbox", name="Note").fill("Ends at the metric, not at the merchant.")
    expect(other.get_by_text("saved just now")).to_be_visible()
    other.get_by_role("textbox", name="Note").fill("Mine now.")
    expect(other.get_by_text("saved just now")).to_be_visible()
    SeasonNote.objects.update(draft="From elsewhere.", version=9)
    other.get_by_role("textbox", name="Note").fill("Mine still.")
    expect(other.get_by_text("Nothing was overwritten")).to_be_visible()
    expect(other.get_by_role("group", name="Note")).to_contain_text("From elsewhere.")
    other.get_by_role("button", name="Save what is chosen").click()
    expect(other.get_by_text("saved just now")).to_be_visible()
    other.get_by_label("You and Maya Lindqvist").check()
    other.get_by_role("button", name="Save the note").click()
    expect(other.get_by_text("The note is saved and shared.")).to_be_visible()
    page.goto(f"/season/{maya.pk}/")
    page.get_by_role("link", name="Set a goal").click()
    page.get_by_label("What").select_option("recruiter:recruiter_first")
    page.get_by_label("At least").select_option("10")
    page.get_by_label("By", exact=True).fill(str(date.today() + timedelta(days=9)))
    page.get_by_role("button", name="Set the goal").click()
    expect(page.get_by_role("heading", name="“First of recruiter” in Recruiter at 5")).to_be_visible()
    assert SeasonGoal.objects.get().set_by == coach
    phone = new_page(maya, mobile=True)
    phone.goto("/season/")
    expect(phone.get_by_text("Mine still.")).to_be_visible()
    assert not sideways(phone)
    page.goto(f"/season/{maya.pk}/")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The note is back.")).to_be_visible()


def test_two_debriefs_are_chosen_and_the_address_holds_them(server: Product, new_page: NewPage) -> None:
    maya, jo = make_user("Maya Lindqvist"), make_user("Jo Okafor")
    for person, first in ((maya, 4), (jo, 6)):
        held_loop(person, all_rounds((first, 6, 6)), days_ago=20)
        held_loop(person, all_rounds((9, 7, 6), (9, 8, 6)), days_ago=2)
    coach = make_coach(maya, jo)
    page = new_page(coach)
    page.goto("/debriefs/compare/")
    expect(page.get_by_text("Choose two debriefs")).to_be_visible()
    for group in ("First", "Second"):
        side = page.get_by_role("group", name=group)
        side.get_by_label("Candidate").select_option(label="Maya Lindqvist")
        settled(page)
        expect(side.get_by_label("Debrief").locator("option")).to_have_count(3)
        side.get_by_label("Debrief").select_option(index=2 if group == "First" else 1)
        settled(page)
    expect(page.get_by_text("the second is higher on 4 and lower on 0.")).to_be_visible()
    address = page.url
    page.goto("/debriefs/")
    page.goto(address)
    expect(page.get_by_text("the second is higher on 4 and lower on 0.")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("the second is higher on 0 and lower on 4.")).to_be_visible()
    phone = new_page(coach, mobile=True, dark=True)
    phone.goto(address)
    expect(phone.get_by_role("rowheader", name="First of recruiter")).to_be_visible()
    assert not sideways(phone)


def test_a_cohort_leads_to_its_evidence_and_back(server: Product, new_page: NewPage) -> None:
    people = [make_user(name) for name in ("Amara Diallo", "Erik Berg", "Wei Zhang")]
    raters = [make_peer(f"Rater {number}", hours=False, qualified=False) for number in range(2)]
    for number, person in enumerate(people):
        held_loop(person, all_rounds((3 + 2 * number, 6, 8), (5, 6, 8)), raters=raters)
    coach = make_coach(*people)
    page = new_page(coach)
    page.goto("/cohort/")
    page.get_by_label("Round").select_option(label="Recruiter screen")
    expect(page.locator(".heat__table tbody tr")).to_have_count(3)
    page.get_by_label("Order").select_option(label="weakest first")
    expect(page.locator(".heat__table tbody th").first).to_contain_text("First of recruiter")
    settled(page)
    assert "kind=recruiter&since=&sort=weakest" in page.url
    page.locator(".heat__table tbody td a").first.click()
    expect(page.get_by_role("heading", name="First of recruiter")).to_be_visible()
    expect(page.get_by_text("SAID Rater 0 first")).to_be_visible()
    page.get_by_role("link", name="Cohort").first.click()
    expect(page.get_by_label("Order")).to_have_value("weakest")
    phone = new_page(coach, mobile=True, dark=True)
    phone.goto("/cohort/")
    phone.locator(".heat__list summary").first.click()
    phone.get_by_role("link", name="Amara Diallo").first.click()
    expect(phone.get_by_text("SAID Rater 0 first")).to_be_visible()
    assert not sideways(phone)
    phone.goto("/cohort/")
    assert not sideways(phone)
