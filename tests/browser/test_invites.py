"""Inviting a particular person by link, taken up on a phone; and the private calendar address, renewed."""

import re
from typing import TYPE_CHECKING

import icalendar

from accounts.models import User
from interviews.models import CalendarFeed, Loop, RoundInvite
from tests.browser.conftest import NewPage
from tests.factories import make_user
from tests.polling import poll
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "settle the ledger twice"


def test_an_invitation_by_link_is_taken_up_on_a_phone(
    server: Product, new_page: NewPage, new_mobile_page: NewPage
) -> None:
    maya = User.objects.get(email="maya@demo.example")
    page = new_page(maya)
    page.goto("/loops/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Settlement system design").check()
    page.get_by_label("Stress").check()
    page.get_by_label("A word to them").fill("You know ledgers.")
    page.get_by_role("button", name="Make the invitation").click()
    page.get_by_text("Your invitation is ready.").wait_for()
    link = page.get_by_label("Link of the invitation").input_value()
    invite = RoundInvite.objects.get()
    assert link.endswith(f"/invites/{invite.token}/")
    page.get_by_role("button", name="Copy").wait_for()

    # The other is new here: signs up from the link, and comes back to it.
    phone = new_mobile_page(timezone="Europe/London")
    phone.goto(f"/invites/{invite.token}/")
    phone.get_by_role("heading", name="Maya Lindqvist asks you to interview them").wait_for()
    phone.get_by_role("link", name="Sign up").last.click()
    sign_up(server, phone, "Pia Peer", "pia@example.org")
    phone.wait_for_url(f"**/invites/{invite.token}/")
    fits(phone)
    phone.locator(".days__day").nth(1).click()
    phone.wait_for_url("**day=*")
    phone.locator(".times__time").nth(3).click()
    phone.get_by_role("button", name="Say yes at this time").click()
    phone.wait_for_url(re.compile(r"/loops/[0-9a-f-]{36}/"))
    loop = Loop.objects.get()
    assert (loop.candidate, loop.mode, loop.rounds.get().kind) == (maya, "stress", "system_design")
    pia = User.objects.get(email="pia@example.org")
    assert pia.is_peer
    for email in (maya.email, pia.email):
        mails = poll(lambda email=email: invitations(server, email), seconds=20, what=f"the mail to {email}")
        assert str(next(iter(mails[0].walk("VEVENT")))["uid"]) == f"{loop.rounds.get().pk}@mockloop"
    page.reload()
    page.get_by_text("Pia Peer said yes").wait_for()


def test_a_time_is_picked_and_refused_by_keyboard_alone(server: Product, new_page: NewPage) -> None:
    page = new_page(User.objects.get(email="maya@demo.example"))
    page.goto("/invites/")
    page.get_by_role("button", name="Make the invitation").press("Enter")
    page.get_by_text("Your invitation is ready.").wait_for()
    other = new_page(make_user("Olga"))
    other.goto(f"/invites/{RoundInvite.objects.get().token}/")
    other.locator("input[name=start]").first.focus()
    other.keyboard.press("Space")
    other.keyboard.press("ArrowDown")
    assert other.locator("input[name=start]").nth(1).is_checked()
    other.keyboard.press("Tab")
    other.keyboard.press("Enter")
    other.wait_for_url("**/loops/**")
    assert RoundInvite.objects.get().state == "accepted"


def test_the_calendar_address_is_made_copied_and_renewed(server: Product, new_page: NewPage) -> None:
    maya = User.objects.get(email="maya@demo.example")
    page = new_page(maya, allow=("404",))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/settings/calendar/")
    page.get_by_role("button", name="Make my address").click()
    field = page.get_by_label("Your private address")
    old = field.input_value()
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == old
    path = "/calendar/" + old.rpartition("/")[2]
    assert page.request.get(path).text().startswith("BEGIN:VCALENDAR")
    assert page.get_by_role("link", name="Apple Calendar").get_attribute("href") == re.sub(
        "^https?", "webcal", old
    )
    page.get_by_role("link", name="Change the address").click()
    page.get_by_role("button", name="Change the address").click()
    page.get_by_text("The old one is dead").wait_for()
    assert page.request.get(path).status == 404
    assert field.input_value().endswith(f"/calendar/{CalendarFeed.objects.get().token}.ics")


def test_reminders_are_chosen_without_script(server: Product, new_mobile_page: NewPage) -> None:
    page = new_mobile_page(User.objects.get(email="maya@demo.example"), script=False)
    page.goto("/settings/calendar/")
    page.get_by_label("An hour before").uncheck()
    page.get_by_role("button", name="Save reminders").click()
    page.get_by_text("Your reminders are saved.").wait_for()
    assert not page.get_by_label("An hour before").is_checked()
    assert page.get_by_label("A day before").is_checked()


def sign_up(server: Product, page: "Page", name: str, email: str) -> None:
    """Sign up on the page that is open, and confirm by the mailed link."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    mail = poll(lambda: server.mails(email), seconds=20, what="the verification mail")[-1]
    text = mail.get_body(("plain",))
    link = re.search(r"http://\S+/confirm-email/\S+", text.get_content() if text else "")
    assert link, "the mail holds a link"
    page.goto(link[0])
    page.get_by_role("button", name="Confirm").click()


def invitations(server: Product, email: str) -> list[icalendar.Calendar]:
    """The calendar parts of somebody's mails."""
    return [
        icalendar.Calendar.from_ical(part.get_content())
        for mail in server.mails(email)
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]


def fits(page: "Page") -> None:
    """Nothing reaches out of the screen."""
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
