"""The scorecard in real browsers: by keyboard alone, in two tabs, without a network, without script."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from interviews.loops.services import set_round_state
from interviews.models import Prompt, Round, Track
from rubrics.models import Scorecard
from tests.factories import make_loop, make_round, make_user
from tests.polling import poll
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

OFFLINE = (r"ERR_INTERNET_DISCONNECTED", r"409 for .*/scorecard/")


@pytest.fixture
def live(server: Product) -> Round:
    """A live round of the shipped track."""
    # At once: the running product gives up a round that begins this soon and has no interviewer.
    with transaction.atomic():
        loop = make_loop(make_user("Ada Candidate"), rounds=False)
        loop.track = Track.objects.get(slug="fintech-settlement", is_current=True)
        loop.save()
        made = make_round(
            loop,
            interviewer=make_user("Ben Interviewer", is_peer=True),
            starts_at=timezone.now() + timedelta(minutes=1),
        )
        prompts = Prompt.objects.filter(kind=made.kind, is_current=True)
        made.prompt = prompts.exclude(track_slug="test-track")[0]
        made.save()
        return set_round_state(round=made, new="live", actor=None)


def open_card(new_page: Any, round_: Round, **options: Any) -> "Page":
    rater = round_.seats.get(role="interviewer").person
    page: Page = new_page(rater, **{"allow": OFFLINE, **options})
    page.goto(f"/rounds/{round_.pk}/scorecard/")
    return page


def saved() -> Scorecard:
    return Scorecard.objects.get()


def fill_by_keyboard(page: "Page") -> None:
    """Everything on the card by its keys, from the first criterion to the button."""
    criteria = page.locator("[data-criterion]").count()
    keys = ["3", "4.", "2", "n", "505", "1.."]
    for number in range(criteria):
        page.keyboard.press("j")
        for key in keys[number % len(keys)]:
            page.keyboard.press(key)
        page.keyboard.press("e")
        page.keyboard.type(f"Heard {number}, 3.5, m and n.")
        page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("3")
    page.keyboard.press("e")
    page.keyboard.type("Retries were drawn.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("Tie it to the merchant.")
    expect(page.locator("[data-card-complete]")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your card is submitted and locked.")).to_be_visible()
    card = saved()
    assert (card.state, card.call, card.call_evidence) == ("submitted", "yes", "Retries were drawn.")
    chosen = [each.half_steps for each in card.scores.order_by("pk")]
    assert chosen == [[6, 9, 4, None, 10, 2][number % 6] for number in range(criteria)]
    second = card.scores.get(criterion=card.rubric.body["criteria"][1]["key"])
    assert second.evidence == "Heard 1, 3.5, m and n."


def test_a_whole_card_by_keyboard_alone(new_page: Any, live: Round) -> None:
    page = open_card(new_page, live)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("To the next criterion, to the one before")
    page.keyboard.press("Escape")
    fill_by_keyboard(page)
    assert page.evaluate("localStorage.length") == 0


def test_the_words_of_the_chosen_step_stand_beneath_it(new_page: Any, live: Round) -> None:
    page = open_card(new_page, live)
    first = page.locator("[data-criterion]").first
    first.locator("input[value='7']").check(force=True)
    expect(first.locator(".anchor:visible strong")).to_have_text(["3", "4"])
    first.locator("input[value='10']").check(force=True)
    expect(first.locator(".anchor:visible strong")).to_have_text(["5"])
    expect(page.locator("[data-card-state]")).to_have_text(re.compile(r"saved \d+ s ago"))


def test_two_tabs_the_later_one_is_told_and_chooses(new_page: Any, live: Round) -> None:
    one = open_card(new_page, live)
    two = one.context.new_page()
    two.goto(one.url)
    one.locator("#card_takeaway").fill("From the first tab")
    one.locator("#card_call_evidence").fill("Only the first says this")
    poll(
        lambda: Scorecard.objects.filter(call_evidence__startswith="Only").exists(),
        what="the first tab's save",
    )
    two.locator("#card_takeaway").fill("From the second tab")
    expect(two.locator("[data-card-stale]")).to_be_visible()
    for text in ("From the first tab", "From the second tab", "Only the first says this"):
        expect(two.locator("[data-card-differences]").get_by_text(text)).to_be_visible()
    two.locator("#card_takeaway").press_sequentially(", and more")
    both = two.locator("[data-card-differences]")
    expect(both.get_by_text("From the second tab, and more")).to_be_visible()
    two.wait_for_timeout(1200)
    assert saved().takeaway == "From the first tab"
    two.get_by_role("button", name="Save what is chosen").click()
    poll(lambda: saved().takeaway == "From the second tab, and more", what="the choice")
    assert saved().call_evidence == "Only the first says this", "what this tab never touched is taken over"
    # The first tab finds out when it is looked at, or when it is typed into; here it is typed into.
    one.locator("#card_takeaway").fill("First again")
    expect(one.locator("[data-card-stale]")).to_be_visible()
    one.get_by_role("group", name="Takeaway for the candidate").get_by_text("Saved elsewhere").click()
    one.get_by_role("button", name="Save what is chosen").click()
    expect(one.locator("#card_takeaway")).to_have_value("From the second tab, and more")
    expect(one.locator("[data-card-stale]")).to_be_hidden()
    expect(one.locator("[data-card-state]")).to_have_text(re.compile("^saved"))
    assert one.evaluate("localStorage.length") == 0


def test_a_page_that_comes_to_the_front_shows_what_was_saved_elsewhere(new_page: Any, live: Round) -> None:
    laptop = open_card(new_page, live)
    phone = open_card(new_page, live, mobile=True)
    laptop.locator("#card_takeaway").fill("From the laptop")
    laptop.locator("[data-criterion] input[value='7']").first.check(force=True)
    laptop.keyboard.press("m")
    typed = {"takeaway": "From the laptop", "scores__half_steps": 7}
    poll(lambda: Scorecard.objects.filter(**typed).exists(), what="the laptop's save")
    poll(lambda: saved().chips.exists(), what="the laptop's moment")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("#card_takeaway")).to_have_value("From the laptop")
    expect(phone.locator("[data-criterion] input[value='7']").first).to_be_checked()
    expect(phone.locator("[data-chips-count]")).to_have_text("1")
    phone.locator("#card_takeaway").fill("From the phone")
    poll(lambda: saved().takeaway == "From the phone", what="saving upon it")


def test_submitting_waits_for_what_is_on_its_way(new_page: Any, live: Round) -> None:
    page = open_card(new_page, live)
    for criterion in page.locator("[data-criterion]").all():
        criterion.locator("input[value='7']").check(force=True)
    page.locator("#call_field input").first.check(force=True)
    page.locator("#card_call_evidence").fill("Retries were drawn.")
    held: list[Any] = []
    page.route("**/scorecard/", lambda route: held.append(route) if not held else route.continue_())
    page.locator("#card_takeaway").fill("On its way")
    while not held:
        page.wait_for_timeout(100)
    page.locator("#card_takeaway").fill("Typed while it was")
    page.get_by_role("button", name="Submit the card").click()
    held[0].continue_()
    expect(page.get_by_text("Your card is submitted and locked.")).to_be_visible()
    assert saved().takeaway == "Typed while it was"


def test_two_tabs_without_a_network_keep_both_texts(new_page: Any, live: Round) -> None:
    one = open_card(new_page, live)
    two = one.context.new_page()
    two.goto(one.url)
    one.context.set_offline(True)
    one.locator("#card_takeaway").fill("Typed in one")
    two.locator("#card_call_evidence").fill("Typed in two")
    for page in (one, two):
        expect(page.locator("[data-card-state]")).to_have_text("offline, kept here")
    assert one.evaluate("localStorage.length") == 2
    one.context.set_offline(False)
    poll(lambda: Scorecard.objects.filter(version=1).exists(), what="whoever is first")
    told = one if saved().call_evidence else two
    expect(told.locator("[data-card-stale]")).to_be_visible()
    told.get_by_role("button", name="Save what is chosen").click()
    poll(lambda: (saved().takeaway, saved().call_evidence) == ("Typed in one", "Typed in two"), what="both")


def test_what_was_typed_without_a_network_is_kept_and_sent_on_return(new_page: Any, live: Round) -> None:
    page = open_card(new_page, live)
    page.context.set_offline(True)
    page.locator("#card_takeaway").fill("Typed in a tunnel")
    expect(page.locator("[data-card-state]")).to_have_text("offline, kept here")
    page.context.set_offline(False)
    poll(lambda: Scorecard.objects.filter(takeaway="Typed in a tunnel").exists(), what="sending on return")
    page.context.set_offline(True)
    page.locator("#card_takeaway").fill("Typed before the lid closed")
    expect(page.locator("[data-card-state]")).to_have_text("offline, kept here")
    # The tab is gone with the network; a new one brings back what it held.
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"/rounds/{live.pk}/scorecard/")
    expect(again.locator("#card_takeaway")).to_have_value("Typed before the lid closed")
    poll(lambda: saved().takeaway == "Typed before the lid closed", what="what the closed tab held")
    expect(again.locator("[data-card-state]")).to_have_text(re.compile("saved"))
    assert again.evaluate("localStorage.length") == 0


def test_without_script_it_is_a_form(new_page: Any, live: Round) -> None:
    page = open_card(new_page, live, script=False)
    page.locator("[data-criterion] input[value='6']").first.check(force=True)
    page.locator("#card_takeaway").fill("Without script")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your card is saved.")).to_be_visible()
    page.get_by_role("button", name="Submit the card").click()
    expect(page.get_by_text("something is missing")).to_be_visible()
    expect(page.locator("#card_takeaway")).to_have_value("Without script")
    page.locator("[data-card-list] a").first.click()
    assert "#criterion_" in page.url
