"""A calibration session as three people live it: scored alone, opened together, talked over, agreed."""

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from rubrics.models import CalibrationAttempt, CalibrationSample, CalibrationSession
from tests.factories import make_coach, make_peer
from tests.polling import poll
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def people(server: Product) -> tuple[User, User, User]:
    """A coach and two peers, new to this test."""
    return (
        make_coach(name="Cora Coach"),
        make_peer("Ada Peer", hours=False),
        make_peer("Ben Peer", hours=False),
    )


def start(page: "Page", peers: tuple[User, User], sample: CalibrationSample) -> CalibrationSession:
    page.goto("/calibration/sessions/")
    page.get_by_role("link", name="Start a session").click()
    page.get_by_label("Sample", exact=True).select_option(label=sample.title)
    page.get_by_label("Others, by their address").fill("\n".join(each.email for each in peers))
    page.get_by_label("A word to them").fill("Mind the ledger.")
    page.get_by_role("button", name="Start the session").click()
    expect(page.get_by_text("0 of 2 are in.")).to_be_visible()
    return CalibrationSession.objects.get()


def fill(page: "Page", steps: list[str], why: str) -> None:
    """Choose a score for each criterion, these in turn, and say why."""
    page.locator("[data-criterion]").first.wait_for()
    for number, criterion in enumerate(page.locator("[data-criterion]").all()):
        step = steps[number % len(steps)]
        # The label is what people click; the radio lies under it.
        criterion.locator(f'label:has(input[type=radio][value="{step}"])').click()
        criterion.locator("textarea").fill(f"{why} {number}")


def score(page: "Page", session: CalibrationSession, steps: list[str], why: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Score the sample").click()
    fill(page, steps, why)
    page.get_by_role("button", name="Hand in my scores").click()


def come_back(page: "Page") -> None:
    """Return to the window: the page looks for what is new at once."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_three_people_score_alone_and_agree_together(
    new_page: Any, new_mobile_page: Any, people: tuple[User, User, User]
) -> None:
    coach, ada, ben = people
    sample = CalibrationSample.objects.filter(kind="system_design", is_current=True).order_by("pk")[0]
    led = new_page(coach)
    session = start(led, (ada, ben), sample)
    criteria = session.rubric.body["criteria"]

    phone = new_mobile_page(ada)
    score(phone, session, ["4", "6", "8"], "Ada heard")
    expect(phone.get_by_text("Your scores are in.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    led.reload()
    expect(led.get_by_text("1 of 2 is in.")).to_be_visible()
    assert "Ada heard" not in led.content()

    wide = new_page(ben)
    score(wide, session, ["8", "6", "no"], "Ben heard")
    expect(wide.locator("body")).to_contain_text("Ada heard 0")
    poll(lambda: CalibrationSession.objects.get().state == "open")
    assert CalibrationAttempt.objects.filter(state="submitted").count() == 2
    # The page of who waits finds out by itself.
    come_back(led)
    expect(led.locator("body")).to_contain_text("Ben heard 0")
    first = led.locator(".sessions__criterion").first
    expect(first).to_contain_text("2 points apart")

    phone.goto(f"/calibration/sessions/{session.pk}/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    thread = phone.locator(".sessions__criterion").first
    thread.get_by_label("Say something about").fill("Look at the second line.")
    thread.get_by_role("button", name="Say it").click()
    expect(thread.locator(".sessions__remarks")).to_contain_text("Look at the second line.")
    expect(thread.get_by_label("Say something about")).to_have_value("")
    typed = first.get_by_label("Say something about")
    typed.fill("Not sent yet")
    come_back(led)
    expect(first.locator(".sessions__remarks")).to_contain_text("Look at the second line.")
    expect(typed).to_have_value("Not sent yet")

    led.get_by_role("link", name="Enter the agreed scores").click()
    fill(led, ["6"], "We agree on")
    expect(led.locator("[data-card-complete]")).to_be_visible()
    # What is entered so far is seen by the others before it counts.
    come_back(phone)
    expect(phone.locator(".sessions__so-far").first).to_contain_text("We agree on")
    led.get_by_role("button", name="Make it the reference").click()
    expect(led.get_by_text("this is the sample’s reference from now on")).to_be_visible()
    reference = sample.references.get(is_current=True)
    assert reference.session == session
    assert {each["half_steps"] for each in reference.body.values()} == {6}
    assert len(reference.body) == len(criteria)
    # Whoever does not touch the page hears of it too, some seconds later.
    expect(phone.locator("body")).to_contain_text("Yours beside the agreed ones", timeout=30_000)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script_everything_works(new_page: Any, people: tuple[User, User, User]) -> None:
    coach, ada, ben = people
    sample = CalibrationSample.objects.filter(kind="recruiter", is_current=True).order_by("pk")[0]
    led = new_page(coach, script=False)
    session = start(led, (ada, ben), sample)
    page = new_page(ada, script=False)
    score(page, session, ["4", "6"], "Ada heard")
    expect(page.get_by_text("1 of 2 is in.")).to_be_visible()
    led.reload()
    led.get_by_role("button", name="Open the scores now").click()
    expect(led.locator("body")).to_contain_text("Ada heard 0")
    say = led.locator(".sessions__criterion").first
    say.get_by_label("Say something about").fill("Why?")
    say.get_by_role("button", name="Say it").click()
    expect(led.locator(".sessions__remarks").first).to_contain_text("Why?")
    led.get_by_role("link", name="Enter the agreed scores").click()
    fill(led, ["5"], "Agreed")
    led.get_by_role("button", name="Make it the reference").click()
    expect(led.get_by_text("this is the sample’s reference from now on")).to_be_visible()
    assert session.opened_at is None
    session.refresh_from_db()
    assert session.opened_at is not None
    assert session.opened_at <= timezone.now()
