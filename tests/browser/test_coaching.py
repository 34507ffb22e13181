"""Coaching in a browser: invited, let in, writing on a debrief, read on a phone, sent away."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from rubrics.debriefs import compiler
from rubrics.models import Annotation
from tests.accounts.test_signup import confirmed
from tests.browser.conftest import NewPage
from tests.factories import make_coach, make_peer, make_user
from tests.product import Product
from tests.rubrics.making import finished_loop

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sideways(page: "Page") -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_from_the_invitation_to_the_end(server: Product, new_page: NewPage) -> None:
    loop = finished_loop(confirmed(make_user("Leila Haddad")))
    compiler.sweep()
    coach = confirmed(make_coach(name="Bruno Keller"))
    make_peer("Quinn Quiet", hours=False)
    debrief = f"/loops/{loop.pk}/debrief/"
    phone = new_page(loop.candidate, mobile=True)
    phone.goto("/settings/coaches/")
    phone.get_by_label("Your coach’s address").fill(coach.email)
    phone.get_by_role("button", name="Invite them").click()
    phone.get_by_text("a mail is on its way").wait_for()
    assert not sideways(phone)

    page = new_page(coach, allow=("404",))
    page.goto("/settings/coaches/")
    page.get_by_role("link", name=re.compile("Answer.*Leila")).click()
    page.get_by_role("button", name="Yes, I coach them").click()
    page.get_by_text("You coach Leila Haddad from now on").wait_for()

    page.goto(debrief)
    page.get_by_role("link", name="Write on the whole debrief").click()
    page.get_by_label("What you want to say").fill("Read the second round twice.")
    page.goto(debrief)
    page.get_by_role("link", name="Write on the whole debrief").click()
    expect(page.get_by_label("What you want to say")).to_have_value("Read the second round twice.")
    page.get_by_text("is back").wait_for()
    page.get_by_label("The candidate too").check()
    page.get_by_role("button", name="Save").click()
    page.locator(".remark", has_text="Read the second round twice.").wait_for()
    page.get_by_role("link", name="Write on this round").first.click()
    expect(page.get_by_label("What you want to say")).to_have_value("")
    page.get_by_label("What you want to say").fill("For my eyes.")
    page.get_by_role("button", name="Save").click()
    page.locator(".remark--private", has_text="For my eyes.").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('annotation:'))") == []

    page.get_by_role("link", name="Assign a drill").click()
    page.get_by_label("A word to them").fill("Ten minutes are enough.")
    page.get_by_role("button", name="Assign it").click()
    page.get_by_text("gets a mail").first.wait_for()
    page.get_by_text("Another rater").first.click()
    page.locator(".coach-acts").get_by_role("link", name="Settlement system design").click()
    page.get_by_label("Peer").select_option(label="Quinn Quiet")
    page.get_by_role("button", name="Ask them").click()
    page.get_by_text("your candidate is told").wait_for()

    phone.goto(debrief)
    phone.get_by_text("Read the second round twice.").wait_for()
    assert "For my eyes." not in phone.content()
    phone.get_by_role("button", name=re.compile("Stop it.*Quinn Quiet")).click()
    phone.get_by_text("Stopped.").wait_for()
    assert not sideways(phone)
    phone.goto("/settings/coaches/log/")
    phone.get_by_role("cell", name="Annotation").or_(phone.get_by_text("Annotation")).first.wait_for()
    assert not sideways(phone)
    phone.goto("/settings/coaches/")
    phone.get_by_role("link", name=re.compile("End access")).click()
    phone.get_by_role("button", name="End access").click()
    phone.get_by_text("no longer sees").wait_for()
    assert page.goto(debrief).status == 404  # type: ignore[union-attr]
    assert Annotation.objects.count() == 2
