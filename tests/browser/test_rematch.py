"""The interviewer does not come; somebody who is online takes the round; both meet at its address."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from accounts.models import User
from interviews.attendance.services import claim_no_show
from interviews.models import Attendance, PriorityPass, Round, Schedule
from tests.browser.keyboard import tab_to
from tests.factories import make_peer
from tests.interviews.attendance.making import interviewer_of, waiting_round, was_here
from tests.polling import poll
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Excalidraw's thumbnails set styles inline, which the policy refuses; a page that is left breaks off fetches.
ALLOW = (r"Content Security Policy.*style", r"WebSocket connection to", r"htmx:(sendError|afterRequest)")


def shot(page: "Page", name: str) -> None:
    """Keep a picture where somebody asked for them."""
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def online(name: str) -> User:
    """A peer who offers every hour."""
    return make_peer(name)


def press(page: "Page", name: str, how: str) -> None:
    """Press a button, with the mouse or a finger, or by keyboard alone."""
    page.get_by_role("button", name=name).wait_for()
    if how == "keyboard":
        tab_to(page, "button", name)
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("how", ["1280", "390", "keyboard"])
def test_somebody_online_takes_the_round_of_an_interviewer_who_did_not_come(
    server: Product, new_page: Any, how: str
) -> None:
    Schedule.objects.all().delete()  # only the people of this story offer hours
    round_ = waiting_round(began=11)
    candidate, jordan, maya = round_.loop.candidate, interviewer_of(round_), online("Maya Online")
    mobile, size = how == "390", how
    room = f"/rounds/{round_.pk}/"

    maya_page = new_page(maya, mobile=mobile, allow=ALLOW)
    maya_page.goto("/design/")
    page = new_page(candidate, mobile=mobile, allow=ALLOW)
    page.goto(room)
    notice = page.locator("#room-waiting")
    notice.get_by_text("Jordan has not come yet.").wait_for()
    shot(page, f"due-{size}")
    press(page, "Jordan did not come", how)
    notice.get_by_text("1 person who can run this round is online.").wait_for()
    shot(page, f"claimed-{size}")
    press(page, "Find somebody now", how)
    notice.get_by_text("Asking 1 person who is online.").wait_for()
    shot(page, f"searching-{size}")

    card = maya_page.locator(".asked__card")
    card.wait_for()
    shot(maya_page, f"asked-{size}")
    press(maya_page, "Take it and go in", how)
    maya_page.wait_for_url(f"**{room}")
    notice.get_by_text("Maya Online takes this round.").wait_for()
    shot(page, f"stood-in-{size}")

    # They meet: each sees the other in the same room, and it can begin.
    press(maya_page, "Start the round", how)
    page.locator("[data-room-here]", has_text="Maya Online").wait_for()
    maya_page.locator("[data-room-here]", has_text=candidate.shown_name).wait_for()
    poll(lambda: Round.objects.get(pk=round_.pk).state == "live", what="the round is live")
    notice.locator("[data-waiting='stood_in']").wait_for(state="detached")
    assert interviewer_of(round_) == maya
    assert Attendance.objects.get(round=round_, person=jordan).outcome == "no_show"
    assert any("You were missed" in str(mail["subject"]) for mail in server.mails(jordan.email))


def test_where_nobody_is_online_the_candidate_is_first_in_line(server: Product, new_page: Any) -> None:
    Schedule.objects.all().delete()
    round_ = waiting_round(began=11)
    page = new_page(round_.loop.candidate, allow=ALLOW)
    page.goto(f"/rounds/{round_.pk}/")
    page.get_by_role("button", name="Wait longer").click()
    page.get_by_text("You wait until").wait_for()
    page.get_by_role("button", name="Jordan did not come").click()
    page.get_by_role("heading", name="Jordan did not come").wait_for()
    shot(page, "missed")
    assert PriorityPass.objects.get().missed == round_
    page.goto("/")
    page.get_by_text("priority pass").first.wait_for()
    shot(page, "priority-pass")
    page.get_by_role("link", name="Book the round again").click()
    page.wait_for_url("**/loops/book/?rounds=system_design")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_no_show_is_disputed_and_settled(server: Product, new_page: Any, script: bool) -> None:
    round_ = waiting_round(began=11)
    was_here(round_, interviewer_of(round_), since=14, still=True)
    claim_no_show(round=round_, actor=interviewer_of(round_))
    page = new_page(round_.loop.candidate, script=script)
    page.goto("/rounds/record/")
    shot(page, "record")
    page.get_by_role("link", name="Dispute").click()
    page.get_by_label("What happened").fill("My connection broke down, the operator confirms it.")
    shot(page, "dispute")
    page.get_by_role("button", name="Send it").click()
    page.get_by_text("Disputed", exact=True).wait_for()
    admin = User.objects.create_superuser("admin@example.org", "a long password", name="Ad Min")
    desk = new_page(admin, script=script)
    desk.goto("/rounds/disputes/")
    desk.get_by_text("My connection broke down").wait_for()
    shot(desk, "disputes")
    desk.get_by_role("button", name="Grant: it does not count").click()
    desk.get_by_text("Settled. The person gets a mail.").wait_for()
    assert Attendance.objects.get(outcome="no_show").dispute == "granted"
    page.reload()
    page.get_by_text("Does not count").wait_for()


def test_no_script_is_needed_to_say_so(server: Product, new_page: Any) -> None:
    Schedule.objects.all().delete()
    round_ = waiting_round(began=11)
    maya = online("Maya Online")
    User.objects.filter(pk=maya.pk).update(seen_at=timezone.now())
    page = new_page(round_.loop.candidate, script=False)
    page.goto(f"/rounds/{round_.pk}/")
    page.get_by_role("button", name="Jordan did not come").click()
    page.get_by_role("button", name="Find somebody now").click()
    page.get_by_text("Asking 1 person who is online.").wait_for()
    desk = new_page(maya, script=False)
    desk.goto("/")
    desk.get_by_role("button", name="Take it and go in").click()
    desk.wait_for_url(f"**/rounds/{round_.pk}/")
    page.reload()
    page.get_by_text("Maya Online takes this round.").wait_for()
