"""After booking, in a real browser: moving, giving back with a refill, taking over; by keyboard too."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from interviews.changes.services import decline_round
from interviews.models import CoverAsk, Round, Schedule
from tests.browser.conftest import NewPage
from tests.browser.keyboard import tab_to
from tests.browser.test_looks import COMPLAINTS
from tests.factories import make_loop, make_peer, make_round, make_user
from tests.interviews.changes.making import booked, interviewer, noon, quarter, soon
from tests.polling import poll
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

STYLE = r"Content Security Policy.*style"  # the whiteboard sets styles inline, which the policy refuses
TITLE = "Settlement system design"


@pytest.fixture
def alone(server: Product) -> Product:
    """The product without the hours of the demo's peers: only the people of the test are free."""
    Schedule.objects.all().delete()
    return server


def kept(round_: Round) -> Round:
    return Round.objects.get(pk=round_.pk)


def fits(page: "Page") -> None:
    assert page.evaluate(COMPLAINTS) == []


@pytest.mark.parametrize("mobile", [False, True], ids=["1280", "390"])
def test_candidate_moves_a_round(alone: Product, new_page: NewPage, mobile: bool) -> None:
    round_ = booked(peer=make_peer("Bo"))
    page = new_page(round_.loop.candidate, mobile=mobile, allow=(STYLE,))
    page.goto(f"/loops/{round_.loop_id}/")
    page.get_by_text("Change", exact=False).and_(page.locator("summary")).first.click()
    page.get_by_role("link", name="Move", exact=True).click()
    expect(page.get_by_role("heading", name=f"Move {TITLE}")).to_be_visible()
    expect(page.locator("main .zone")).to_be_visible()
    fits(page)
    if not page.locator(f"input[name=start][value='{quarter(noon(6))}']").count():
        page.get_by_role("link", name="later week").click()
    page.locator(f"label:has(input[value='{quarter(noon(6))}'])").click()
    page.get_by_label("Reason").fill("Dentist")
    page.get_by_role("button", name="Move the round").click()
    expect(page.get_by_text("Moved. Everybody in the round gets a mail")).to_be_visible()
    expect(page.get_by_text(f"{TITLE} was moved from")).to_be_visible()
    assert kept(round_).starts_at == noon(6)
    # The room's address lives on.
    page.goto(f"/rounds/{round_.pk}/")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()


def test_second_tab_is_told_and_moves_it_all_the_same(alone: Product, new_page: NewPage) -> None:
    round_ = booked(peer=make_peer("Bo"))
    mine = new_page(round_.loop.candidate, allow=("409",))
    mine.goto(f"/rounds/{round_.pk}/move/?week={noon(6).date()}")
    theirs = new_page(interviewer(round_))
    theirs.goto(f"/rounds/{round_.pk}/move/?week={noon(6).date()}")
    theirs.locator(f"label:has(input[value='{quarter(noon(6))}'])").click()
    theirs.get_by_role("button", name="Move the round").click()
    expect(theirs.get_by_text("Moved.")).to_be_visible()
    later = quarter(noon(6)) + 4
    mine.locator(f"label:has(input[value='{later}'])").click()
    mine.get_by_label("Reason").fill("Train")
    mine.get_by_role("button", name="Move the round").click()
    expect(mine.get_by_role("alert")).to_contain_text("Somebody was quicker")
    expect(mine.get_by_label("Reason")).to_have_value("Train")
    mine.get_by_role("button", name="Move the round").click()
    expect(mine.get_by_text("Moved.")).to_be_visible()
    assert quarter(kept(round_).starts_at) == later


@pytest.mark.parametrize("mobile", [False, True], ids=["1280", "390"])
def test_interviewer_gives_back_and_somebody_has_it_at_once(
    alone: Product, new_page: NewPage, mobile: bool
) -> None:
    round_ = booked(peer=make_peer("Bo"))
    cy = make_peer("Cy")
    page = new_page(interviewer(round_), mobile=mobile)
    page.goto("/loops/")
    page.locator("summary", has_text="Change").click()
    page.get_by_role("link", name="Give back").click()
    expect(page.get_by_role("heading", name="Give this round back?")).to_be_visible()
    fits(page)
    page.get_by_label("Reason").fill("Flight")
    page.get_by_role("button", name="Give the round back").click()
    expect(page.get_by_text("You gave the round back.")).to_be_visible()
    assert interviewer(round_) == cy
    theirs = new_page(round_.loop.candidate, mobile=mobile)
    theirs.goto(f"/loops/{round_.loop_id}/")
    expect(theirs.get_by_text(f"Bo gave {TITLE} back, and Cy took it over")).to_be_visible()
    fits(theirs)


def test_second_person_takes_a_round_over_from_the_mail(alone: Product, new_mobile_page: NewPage) -> None:
    round_ = soon(24)
    cy, di = make_peer("Cy"), make_peer("Di")
    decline_round(round=round_, actor=interviewer(round_))
    ask = CoverAsk.objects.get(person=di)
    mail = poll(lambda: alone.mails(di.email), seconds=40, what="the mail that asks")[-1]
    [link] = re.findall(r"http\S+(/cover/\S+/)", mail.get_content())
    page = new_mobile_page(di, allow=(STYLE,))
    page.goto(link)
    expect(page.get_by_role("heading", name="Can you take this round?")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Yes, I take it").tap()
    expect(page.get_by_text("The round is yours.")).to_be_visible()
    expect(page).to_have_url(f"{alone.url}/rounds/{round_.pk}/")
    assert interviewer(round_) == di
    late = new_mobile_page(cy)
    late.goto(f"/cover/{ask.request_id}/")
    expect(late.get_by_text("Somebody has it now. Thank you for being there.")).to_be_visible()


def test_moving_by_keyboard_alone(alone: Product, new_page: NewPage) -> None:
    loop = make_loop(make_user("Cand"), rounds=False)
    round_ = make_round(loop, interviewer=make_peer("Bo"), starts_at=noon(5))
    page = new_page(loop.candidate)
    page.goto(f"/loops/{loop.pk}/")
    tab_to(page, "summary", "Change")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Move {TITLE}")).to_be_visible()
    tab_to(page, "input[name=start]", "")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    chosen = page.locator("input[name=start]:checked").input_value()
    tab_to(page, "textarea", "")
    page.keyboard.type("By hand")
    tab_to(page, "button", "Move the round")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Moved.")).to_be_visible()
    assert quarter(kept(round_).starts_at) == int(chosen)


def test_giving_back_by_keyboard_alone(alone: Product, new_page: NewPage) -> None:
    round_ = booked(peer=make_peer("Bo"))
    cy = make_peer("Cy")
    page = new_page(interviewer(round_))
    page.goto("/loops/")
    tab_to(page, "summary", "Change")
    page.keyboard.press("Enter")
    tab_to(page, "a", "Give back")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Give this round back?")).to_be_visible()
    tab_to(page, "textarea", "")
    page.keyboard.type("By hand")
    tab_to(page, "button", "Give the round back")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You gave the round back.")).to_be_visible()
    assert interviewer(round_) == cy


def test_moving_without_script(alone: Product, new_page: NewPage) -> None:
    round_ = booked(peer=make_peer("Bo"))
    page = new_page(round_.loop.candidate, script=False)
    page.goto(f"/loops/{round_.loop_id}/")
    page.locator("summary", has_text="Change").click()
    page.get_by_role("link", name="Move", exact=True).click()
    page.locator("label.time").last.click()
    page.get_by_role("button", name="Move the round").click()
    expect(page.get_by_text("Moved.")).to_be_visible()
    assert kept(round_).sequence == 1
