"""A scorecard in a real browser: what is typed outlives a session that has ended."""

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from rubrics.models import Scorecard
from tests.browser.conftest import NewPage
from tests.factories import make_loop, make_peer, make_round
from tests.polling import poll
from tests.product import Product
from tests.rubrics.making import make_rubrics


def test_what_is_typed_after_signing_out_is_kept_and_saved_after_signing_in(
    server: Product, new_page: NewPage
) -> None:
    make_rubrics()
    rater = make_peer()
    round_ = make_round(make_loop(rounds=False), interviewer=rater, starts_at=timezone.now(), state="live")
    page = new_page(rater)
    page.goto(f"/rounds/{round_.pk}/scorecard/")
    (session,) = (each for each in page.context.cookies() if each.get("name") == settings.SESSION_COOKIE_NAME)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    takeaway = page.get_by_label("Takeaway for the candidate")
    takeaway.fill("Say the number first.")
    expect(page.locator("[data-card-state]")).to_contain_text("signed out")

    page.context.add_cookies([session])  # type: ignore[list-item]
    page.reload()
    expect(takeaway).to_have_value("Say the number first.")
    poll(lambda: Scorecard.objects.filter(round=round_, takeaway="Say the number first.").exists())
