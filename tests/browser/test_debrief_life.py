"""A debrief in real browsers: it is released, followed while it is compiled, shared, and the link revoked."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from rubrics.models import Debrief, DebriefRevision, ShareLink
from tests.factories import make_coach
from tests.polling import poll
from tests.product import Product
from tests.rubrics.making import finished_loop, hand_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


def fits(page: "Page") -> bool:
    """Whether nothing has to be scrolled sideways."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return wide


@pytest.mark.parametrize("mobile", [False, True])
def test_released_followed_live_shared_and_revoked(server: Product, new_page: Any, mobile: bool) -> None:
    loop = finished_loop(cards=3)
    coach = make_coach(loop.candidate)
    page = new_page(loop.candidate, mobile=mobile)
    page.goto(f"/loops/{loop.pk}/debrief/")
    page.get_by_text("The debrief waits for both sides").wait_for()
    # So that a reload would be seen: it forgets.
    page.evaluate("window.stayed = true")

    office = new_page(coach, mobile=mobile)
    office.goto(f"/loops/{loop.pk}/debrief/")
    office.get_by_role("link", name="Release it now").click()
    office.get_by_text("It can’t be taken back.").wait_for()
    assert fits(office)
    office.get_by_role("button", name="Release the debrief").click()
    office.get_by_text("Released.").wait_for()

    page.get_by_text("What to do next").first.wait_for()
    assert page.evaluate("window.stayed"), "the page followed without a reload"
    assert fits(page)
    assert Debrief.objects.get(loop=loop).released_by == coach

    # The next revision does not push away what somebody reads.
    hand_in(loop.rounds.get(kind="behavioural"))
    page.get_by_text("There is a new revision of this debrief.").wait_for()
    assert page.evaluate("window.stayed")
    page.get_by_role("link", name="Show it").click()
    page.get_by_text("1 card came in").first.wait_for()
    page.get_by_text(re.compile("^All .* differences")).click()
    page.get_by_text("First of behavioural, mean of the raters").wait_for()
    assert fits(page)
    assert DebriefRevision.objects.filter(debrief__loop=loop).count() == 2

    page.get_by_role("link", name="Share", exact=True).click()
    page.get_by_label("For whom").fill("Mentor Mia")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Link for Mentor Mia").input_value()
    assert fits(page)
    path = re.sub(r"^https?://[^/]+", "", address)
    mentor = new_page(None, mobile=mobile)
    mentor.goto(path)
    mentor.get_by_text(re.compile("Shared with Mentor Mia, until")).first.wait_for()
    assert fits(mentor)
    assert mentor.request.get(f"{path}debrief.pdf").headers["content-type"] == "application/pdf"

    page.reload()
    page.get_by_text("opened 2 times").wait_for()
    page.get_by_role("button", name=re.compile("^Revoke")).click()
    page.get_by_text("opens nothing any more").wait_for()
    poll(lambda: ShareLink.objects.get().revoked_at, what="the link is revoked")
    mentor.goto(path)
    mentor.get_by_role("heading", name="This link opens nothing").wait_for()
    assert fits(mentor)


def test_without_a_socket_the_page_asks_by_itself(server: Product, new_page: Any) -> None:
    loop = finished_loop(cards=3)
    page = new_page(loop.candidate)
    page.add_init_script("delete window.WebSocket")
    page.goto(f"/loops/{loop.pk}/debrief/")
    page.get_by_text("The debrief waits for both sides").wait_for()
    hand_in(loop.rounds.get(kind="behavioural"))
    page.goto(f"/loops/{loop.pk}/debrief/")
    page.get_by_text("What to do next").first.wait_for()
