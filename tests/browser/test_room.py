"""The room in real browsers: the lobby that opens, one clock for all, notes never lost, keys, a phone."""

import os
import re
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interviews.models import Note, Prompt, RoomClock, Round, Seat, Track
from interviews.room import notes, services
from tests.factories import make_loop, make_round, make_user, seat_person
from tests.polling import poll
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Excalidraw's thumbnails set styles inline, which the policy refuses; a lost network refuses connections.
ALLOW = (
    r"Content Security Policy.*style",
    r"ERR_CONNECTION_REFUSED",
    r"ERR_INTERNET_DISCONNECTED",
    r"WebSocket",
    r"htmx:(sendError|afterRequest)",
)


@pytest.fixture
def round_(server: Product) -> Round:
    """A round of the shipped track that starts in five minutes, so that its room is open."""
    loop = make_loop(make_user("Ada Candidate"), rounds=False)
    loop.track = Track.objects.get(slug="fintech-settlement", is_current=True)
    loop.save()
    made = make_round(
        loop,
        interviewer=make_user("Ben Interviewer", is_peer=True),
        starts_at=timezone.now() + timedelta(minutes=5),
    )
    made.prompt = Prompt.objects.get(slug="maybe-sent", is_current=True)
    made.save()
    seat_person(made, make_user("Olu Observer"), "observer")
    return made


def person(round_: Round, role: str) -> Any:
    return Seat.objects.select_related("person").get(round=round_, role=role).person


def enter(new_page: Any, round_: Round, role: str, **options: Any) -> "Page":
    """A page in the room, connected."""
    page: Page = new_page(person(round_, role), **{"allow": ALLOW, **options})
    page.goto(f"/rounds/{round_.pk}/")
    expect(page.locator("[data-room-link]")).to_have_text("connected")
    return page


def seconds(page: "Page") -> float:
    """What the clock on this screen shows, in seconds."""
    text = page.locator("[data-clock-time]").inner_text().replace("−", "-")
    minutes, rest = text.lstrip("-").split(":")
    return (int(minutes) * 60 + int(rest)) * (-1 if text.startswith("-") else 1)


def tab(page: "Page", name: str) -> None:
    page.get_by_role("tab", name=name).click()


def typed(page: "Page") -> str:
    return page.get_by_label("Private notes").input_value()


def shot(page: "Page", name: str) -> None:
    """Keep a screenshot for a person to look at, where one asks for it by ROOM_SHOTS."""
    if folder := os.environ.get("ROOM_SHOTS"):
        page.wait_for_timeout(600)
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_the_lobby_becomes_the_room_by_itself(new_page: Any, round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(starts_at=timezone.now() + timedelta(minutes=12))
    page = new_page(person(round_, "candidate"), allow=ALLOW)
    page.goto(f"/rounds/{round_.pk}/")
    expect(page.locator("[data-room-countdown]")).to_contain_text(re.compile(r"1:\d\d|2:00"))
    expect(page.locator("[data-room-device]")).to_contain_text("Ready")
    shot(page, "lobby")
    ben = new_page(person(round_, "interviewer"), allow=ALLOW, dark=True)
    ben.goto(f"/rounds/{round_.pk}/")
    expect(page.locator("#room-people")).to_contain_text("Ben Interviewer")
    shot(ben, "lobby-interviewer-dark")
    # Moved by another process, so that it opens in a moment; Ben's page hears of it at the next heartbeat.
    Round.objects.filter(pk=round_.pk).update(starts_at=timezone.now() + timedelta(minutes=10, seconds=4))
    page.reload()
    expect(page.locator("[data-board]")).to_be_visible(timeout=15_000)
    expect(ben.locator("[data-board]")).to_be_visible(timeout=25_000)


def test_one_clock_one_prompt_and_one_end_for_everybody(new_page: Any, round_: Round) -> None:
    ben = enter(new_page, round_, "interviewer")
    ada = enter(new_page, round_, "candidate", dark=True)
    olu = enter(new_page, round_, "observer", timezone="Asia/Kolkata")
    for page in (ben, ada, olu):
        expect(page.locator("[data-room-here]")).to_contain_text("Olu Observer")
    shot(ben, "room-before")

    ben.get_by_role("button", name="Start the round").click()
    for page in (ada, olu):
        expect(page.locator("#room-clock")).not_to_contain_text("not started")
    poll(lambda: seconds(ada) < 7 * 60, what="the clock runs")
    shown = [seconds(page) for page in (ben, ada, olu)]
    assert max(shown) - min(shown) <= 1, shown

    expect(ada.locator("#room-prompt")).not_to_contain_text("pacs.008")
    ben.get_by_role("button", name="Reveal this step").click()
    expect(ada.locator("#room-prompt")).to_contain_text("Sellers of a marketplace press a button")
    expect(olu.locator("#room-prompt")).to_contain_text("Sellers of a marketplace press a button")
    shot(ada, "room-candidate-dark")
    shot(ben, "room-interviewer")

    ben.get_by_role("button", name="Pause").click()
    expect(ada.locator("#room-clock")).to_contain_text("paused")
    ben.get_by_role("button", name="5 min").click()
    expect(ada.locator("#room-clock")).to_contain_text("11:")
    ben.get_by_role("button", name="Go on").click()
    expect(ben.get_by_role("button", name="Pause")).to_be_visible()
    poll(lambda: 11 * 60 < seconds(ada) < 12 * 60)
    RoomClock.objects.filter(round=round_).update(running_since=timezone.now() - timedelta(minutes=13))
    ben.get_by_role("button", name="Next phase").click()
    expect(ada.locator("#room-clock")).to_contain_text("First sketch")
    expect(ada.locator("#room-clock")).to_contain_text("phase 2 of 5")

    ben.get_by_role("link", name="End round").click()
    expect(ada.locator("[data-room-here]")).to_contain_text("Ben Interviewer")
    shot(ben, "room-end")
    ben.get_by_role("button", name="End the round").click()
    expect(ben.get_by_role("link", name="To your scorecard").first).to_be_visible()
    expect(ada.locator("[data-room-over]")).to_be_visible()
    shot(ada, "room-over-dark")
    ada.locator("[data-room-over]").get_by_role("link").click()
    expect(ada.get_by_role("heading", name="What was kept")).to_be_visible()
    shot(ada, "closed-candidate-dark")
    shot(ben, "closed-interviewer")


def test_the_interviewer_scores_beside_the_board(new_page: Any, round_: Round) -> None:
    services.start_round(round=round_, actor=person(round_, "interviewer"))
    page = enter(new_page, round_, "interviewer")
    tab(page, "Score")
    expect(page.locator("#panel-score score-card")).to_be_visible()
    shot(page, "score")
    page.locator("#panel-score textarea").first.fill("asked who waits")
    expect(page.locator("#panel-score")).to_contain_text(re.compile("saved", re.IGNORECASE))
    box = page.locator("[data-board]").bounding_box()
    assert box is not None
    assert box["width"] >= 0.68 * 1280


def test_a_screen_whose_own_clock_is_wrong_shows_the_same_time(new_page: Any, round_: Round) -> None:
    services.start_round(round=round_, actor=person(round_, "interviewer"))
    right = enter(new_page, round_, "interviewer")
    wrong = new_page(person(round_, "candidate"), allow=ALLOW)
    wrong.clock.install(time=timezone.now() + timedelta(seconds=90))
    wrong.goto(f"/rounds/{round_.pk}/")
    expect(wrong.locator("[data-room-link]")).to_have_text("connected")
    ask = "import('/static/js/room-time.js').then((time) => time.now())"

    def off(page: "Page") -> float:
        """How far off the page's idea of the server's clock is, in seconds; it is this machine's."""
        before = time.time()
        told: float = page.evaluate(ask)
        return abs(told - (before + time.time()) / 2)

    for page in (right, wrong):
        poll(lambda page=page: off(page) < 0.125, what="the page knows the server's clock")
    # A second may pass between reading one screen and the other, more on a busy machine: then once more.
    poll(lambda: abs(seconds(right) - seconds(wrong)) <= 1, what="both show the same")


def test_notes_are_saved_while_typing_and_kept_while_offline(new_page: Any, round_: Round) -> None:
    services.start_round(round=round_, actor=person(round_, "interviewer"))
    page = enter(new_page, round_, "interviewer")
    tab(page, "Notes")
    page.get_by_label("Private notes").click()
    page.keyboard.press("Control+;")
    page.keyboard.type("asks who waits")
    expect(page.locator("[data-notes-state]")).to_contain_text("saved")
    poll(lambda: re.fullmatch(r"\[0:\d\d\] asks who waits", Note.objects.get(round=round_).text))
    shot(page, "notes")

    page.context.set_offline(True)
    page.keyboard.type(", then draws")
    expect(page.locator("[data-notes-state]")).to_have_text("offline, kept here")
    page.context.set_offline(False)
    poll(lambda: Note.objects.get(round=round_).text.endswith("then draws"), seconds=15)

    # The tab is closed before what was typed could be sent.
    page.route("**/notes/", lambda route: route.abort())
    page.keyboard.type(" boxes")
    expect(page.locator("[data-notes-state]")).to_have_text("offline, kept here")
    page.unroute("**/notes/")
    page.goto("/")
    page.goto(f"/rounds/{round_.pk}/#panel-notes")
    assert typed(page).endswith("draws boxes")
    poll(lambda: Note.objects.get(round=round_).text.endswith("draws boxes"))


def test_two_tabs_lose_no_note(new_page: Any, round_: Round) -> None:
    page = enter(new_page, round_, "interviewer", allow=(*ALLOW, "409 for"))
    tab(page, "Notes")
    notes.save_note(round=round_, author=person(round_, "interviewer"), text="from the phone", version=0)
    page.get_by_label("Private notes").fill("from the laptop")
    expect(page.locator("[data-notes-state]")).to_contain_text("saved")
    poll(
        lambda: {"from the phone", "from the laptop"} <= set(Note.objects.get(round=round_).text.splitlines())
    )
    assert "from the phone" in typed(page)


def test_a_lost_connection_is_said_and_heals_itself(server: Product, new_page: Any, round_: Round) -> None:
    services.start_round(round=round_, actor=person(round_, "interviewer"))
    # Whatever the page asks for while nobody answers fails aloud.
    aloud = (r"htmx:(sendError|afterRequest)", r"imported module")
    page = enter(new_page, round_, "candidate", allow=(*ALLOW, *aloud))
    server.kill()
    expect(page.locator("[data-room-link]")).to_have_text("connection lost, trying again")
    before = seconds(page)
    services.change_clock(round=round_, actor=person(round_, "interviewer"), action="extend", version=1)
    server.start()
    expect(page.locator("[data-room-link]")).to_have_text("connected", timeout=20_000)
    poll(lambda: seconds(page) > before + 200)


def test_who_signed_out_in_another_tab_is_asked_to_sign_in(new_page: Any, round_: Round) -> None:
    page, ben = enter(new_page, round_, "candidate"), enter(new_page, round_, "interviewer")
    page.context.clear_cookies()
    ben.get_by_role("button", name="Start the round").click()
    page.wait_for_url(f"**/accounts/login/?next=/rounds/{round_.pk}/")


def test_an_address_being_typed_stays_when_somebody_comes_in(new_page: Any, round_: Round) -> None:
    page = enter(new_page, round_, "interviewer")
    tab(page, "People")
    address = page.get_by_label("Email of the person to invite")
    address.fill("gus@example")
    page.get_by_role("tab", name="People").focus()
    enter(new_page, round_, "candidate")
    expect(page.locator("[data-room-here]")).to_contain_text("Ada Candidate")
    assert address.input_value() == "gus@example"
    address.fill("")
    page.get_by_role("tab", name="People").focus()
    expect(page.locator("#room-people")).to_contain_text("Ada Candidate")


def test_everything_in_the_rail_works_by_keyboard(new_page: Any, round_: Round) -> None:
    page = enter(new_page, round_, "interviewer")
    page.get_by_role("tab", name="Prompt").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Notes")).to_be_focused()
    expect(page.get_by_label("Private notes")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("#panel-prompt")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator("#room-clock")).to_contain_text("Pause")
    page.get_by_role("tab", name="Prompt").focus()
    page.keyboard.press("r")
    poll(lambda: round_.reveals.count() == 1)
    expect(page.locator("#room-prompt .badge--settled")).to_have_count(1)
    page.keyboard.press("p")
    expect(page.locator("#room-clock")).to_contain_text("paused")
    page.keyboard.press("f")
    expect(page.locator("#room-rail")).to_be_hidden()
    page.keyboard.press("f")
    page.keyboard.press("2")
    expect(page.get_by_label("Private notes")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Five minutes more")
    shot(page, "keys")


@pytest.mark.parametrize("role", ["candidate", "interviewer"])
def test_on_a_phone_the_board_keeps_its_height_and_nothing_sticks_out(
    new_page: Any, round_: Round, role: str
) -> None:
    services.start_round(round=round_, actor=person(round_, "interviewer"))
    services.reveal(round=round_, actor=person(round_, "interviewer"), step="brief")
    page = enter(new_page, round_, role, mobile=True, dark=role == "candidate")
    box = page.locator("[data-board]").bounding_box()
    assert box is not None
    shot(page, f"phone-{role}")
    assert box["height"] >= 0.6 * 844
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tab(page, "Notes")
    expect(page.get_by_label("Private notes")).to_be_visible()
    shot(page, f"phone-{role}-notes")


@pytest.mark.parametrize("stage", ["lobby", "open", "closed", "cancelled"])
def test_no_stage_of_a_round_scrolls_sideways_on_a_phone(new_page: Any, round_: Round, stage: str) -> None:
    ben = person(round_, "interviewer")
    if stage in ("lobby", "cancelled"):
        later = timezone.now() + timedelta(hours=3)
        Round.objects.filter(pk=round_.pk).update(starts_at=later, ends_at=later + timedelta(minutes=45))
    if stage == "cancelled":
        Round.objects.filter(pk=round_.pk).update(state="cancelled")
    if stage == "closed":
        services.start_round(round=round_, actor=ben)
        services.reveal(round=round_, actor=ben, step="brief")
        services.close_round(round=round_, actor=ben)
    page = new_page(ben, allow=ALLOW, mobile=True)
    page.goto(f"/rounds/{round_.pk}/")
    expect(page.get_by_role("heading", name="Settlement system design")).to_be_visible()
    if stage == "open":
        tab(page, "People")
        expect(page.get_by_label("Email of the person to invite")).to_be_visible()
    if folder := os.environ.get("ROOM_SHOTS"):
        page.screenshot(path=Path(folder) / f"phone-{stage}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_round_is_run_without_script(new_page: Any, round_: Round) -> None:
    page = new_page(person(round_, "interviewer"), script=False)
    page.goto(f"/rounds/{round_.pk}/")
    page.get_by_role("button", name="Start the round").click()
    page.get_by_role("button", name="Reveal this step").click()
    page.get_by_label("Private notes").fill("written by form")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your notes are saved.")).to_be_visible()
    page.get_by_label("Email of the person to invite").fill("nobody@example.org")
    page.get_by_role("button", name="Invite to watch").click()
    expect(page.get_by_text("Nobody can be invited by this address.")).to_be_visible()
    page.get_by_role("link", name="Back to the room").click()
    if folder := os.environ.get("ROOM_SHOTS"):
        page.screenshot(path=Path(folder) / "no-script.png", full_page=True)
    expect(page.get_by_role("link", name="See what is on it as a picture")).to_be_visible()
    page.get_by_role("link", name="End round").click()
    page.get_by_role("button", name="End the round").click()
    expect(page.get_by_role("heading", name="What was kept")).to_be_visible()
    assert Note.objects.get(round=round_).text == "written by form"
