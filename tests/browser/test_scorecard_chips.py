"""Evidence kept while the round runs: by key, by hand and by touch, without a network, beside the board."""

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from interviews.models import Round
from rubrics.models import ChipTag, EvidenceChip, Scorecard
from tests.browser.test_room import ALLOW
from tests.browser.test_scorecard import OFFLINE, fill_by_keyboard, live, open_card
from tests.polling import poll

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["live"]  # the fixture


def texts() -> list[str]:
    return sorted(EvidenceChip.objects.values_list("text", flat=True))


def tags() -> int:
    return ChipTag.objects.count()


def count_is(page: "Page", number: int) -> None:
    expect(page.locator("[data-chips-count]")).to_have_text(str(number))


def enter_room(new_page: Any, round_: Round, **options: Any) -> "Page":
    rater = round_.seats.get(role="interviewer").person
    page: Page = new_page(rater, **{"allow": (*ALLOW, *OFFLINE), **options})
    page.goto(f"/rounds/{round_.pk}/")
    page.wait_for_selector("[data-board][data-ready]")
    page.wait_for_selector("score-card [data-chips-buttons]:not([hidden])", state="attached")
    return page


def test_keeping_attaching_wording_and_removing_by_keyboard(new_page: Any, live: Round) -> None:
    page = open_card(new_page, live)
    page.keyboard.press("b")  # attached to nothing yet
    page.keyboard.press("j")
    page.keyboard.press("5")
    page.keyboard.press("m")  # goes to the criterion
    first = page.locator("[data-criterion]").first
    expect(first.locator(".mark")).to_have_count(1)
    expect(first.locator(".criterion__needs")).to_be_hidden()
    poll(lambda: tags() == 1, what="the moment on the server")
    page.keyboard.press("a")
    page.keyboard.press("Space")  # the board, which was first
    page.keyboard.press("Escape")
    expect(first.locator(".mark")).to_have_count(2)
    poll(lambda: tags() == 2, what="the board as evidence")
    board = EvidenceChip.objects.get(source="board")
    assert board.board_seq == 0
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("Space")
    poll(lambda: board.tags.count() == 2, what="one moment for two criteria")

    page.locator("[data-chips] > details > summary").focus()
    page.keyboard.press("Enter")
    line = page.locator(f"[data-chip='{board.pk}'] summary")
    line.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Drew the outbox")
    page.keyboard.press("Enter")
    poll(lambda: "Drew the outbox" in texts(), what="its words")
    expect(first.locator(".mark__text").first).to_have_text("Drew the outbox")
    page.get_by_role("button", name="Remove").locator("visible=true").focus()
    page.keyboard.press("Enter")
    poll(lambda: texts() == [""], what="the removal")
    expect(first.locator(".mark")).to_have_count(1)
    page.keyboard.press("Enter")  # on "Bring it back"
    poll(lambda: board.tags.count() == 2 and "Drew the outbox" in texts(), what="the moment brought back")
    first.get_by_role("button", name="Detach").first.click()
    poll(lambda: board.tags.count() == 1, what="the detaching")


def test_on_a_phone_by_touch(new_mobile_page: Any, live: Round) -> None:
    page = open_card(new_mobile_page, live)
    page.get_by_role("button", name="Keep board").tap()
    count_is(page, 1)
    first = page.locator("[data-criterion]").first
    first.get_by_text("Attach evidence").tap()
    first.locator("[data-chips-choices] label").tap()
    expect(first.locator(".mark")).to_have_count(1)
    poll(lambda: tags() == 1, what="the moment on the server")
    first.locator("[data-chip-off]").tap()
    poll(lambda: tags() == 0, what="the detaching")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_is_kept_without_a_network_is_sent_once_on_return(new_page: Any, live: Round) -> None:
    page = open_card(new_page, live)
    page.context.set_offline(True)
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.keyboard.press("m")
    page.locator("#card_takeaway").fill("Typed in a tunnel")
    expect(page.locator("[data-chips-state]")).to_have_text("offline, moments are kept here")
    count_is(page, 2)
    page.locator("[data-chips] > details > summary").click()
    page.locator(".chip summary").first.click()
    words = page.locator(".chip input[name=text]").locator("visible=true")
    words.fill("Said in a tunnel")
    words.press("Tab")
    expect(page.locator(".mark__text").first).to_have_text("Said in a tunnel")
    # The tab is gone with the network; two others bring back what it held, and it is kept once.
    context, url = page.context, page.url
    page.close()
    context.set_offline(False)
    again, other = context.new_page(), context.new_page()
    for each in (again, other):
        each.goto(url)
    count_is(again, 2)
    poll(lambda: texts() == ["", "Said in a tunnel"], what="both moments")
    poll(lambda: Scorecard.objects.get().takeaway == "Typed in a tunnel", what="what was typed")
    assert tags() == 2
    poll(lambda: again.evaluate("localStorage.length") == 0, what="nothing left behind")


def test_beside_the_board_every_key_goes_where_the_focus_is(new_page: Any, live: Round) -> None:
    page = enter_room(new_page, live)
    canvas = page.locator(".excalidraw canvas.interactive")
    canvas.click(position={"x": 300, "y": 300})
    page.keyboard.press("r")
    page.keyboard.press("m")  # the board's: nothing is kept
    page.keyboard.press("Alt+m")
    page.keyboard.press("Alt+b")
    poll(lambda: EvidenceChip.objects.count() == 2, what="both kept from the board")
    assert set(EvidenceChip.objects.values_list("source", flat=True)) == {"moment", "board"}
    tool = page.locator(".excalidraw [data-testid=toolbar-rectangle]")
    expect(tool).to_be_checked()

    page.get_by_role("tab", name="Notes").click()
    notes = page.get_by_label("Private notes")
    notes.fill("[0:01] Asked who owns the key\n")
    notes.press("End")
    page.keyboard.press("Alt+m")
    poll(lambda: "Asked who owns the key" in texts(), what="the line of notes")
    assert EvidenceChip.objects.get(source="note").offset == 1
    expect(page.locator("#toasts")).to_contain_text("Kept 0:01 as evidence.")
    assert notes.input_value() == "[0:01] Asked who owns the key\n"

    page.get_by_role("tab", name="Score").click()
    expect(tool).to_be_checked()
    fill_by_keyboard(page)
    expect(tool).to_be_checked()
    live.refresh_from_db()
    assert (live.state, live.clock.phase if hasattr(live, "clock") else 0) == ("live", 0)
    expect(page.get_by_role("tab", name="Score")).to_have_attribute("aria-selected", "true")
    expect(page.locator("score-card").get_by_text("Asked who owns the key")).to_be_visible()


def test_words_changed_on_two_devices_are_both_shown(new_page: Any, live: Round) -> None:
    page = open_card(new_page, live)
    page.keyboard.press("m")
    poll(lambda: EvidenceChip.objects.exists(), what="the moment")
    page.context.set_offline(True)
    page.locator("[data-chips] > details > summary").click()
    page.locator(".chip summary").click()
    words = page.locator(".chip input[name=text]").locator("visible=true")
    words.fill("From here")
    words.press("Enter")
    expect(page.locator("[data-chips-state]")).to_have_text("offline, moments are kept here")
    EvidenceChip.objects.update(text="From the phone")
    page.context.set_offline(False)
    page.locator("[data-chips-gone]").get_by_role("button", name="From here").click()
    poll(lambda: texts() == ["From here"], what="the choice")


@pytest.mark.parametrize("score", ["8", "6"])
def test_a_nudge_is_shown_once_and_put_away(new_page: Any, live: Round, score: str) -> None:
    page = open_card(new_page, live)
    for criterion in page.locator("[data-criterion]").all():
        criterion.locator(f"input[value='{score}']").check(force=True)
    nudge = page.locator(".nudge").filter(has_text="Every")
    expect(nudge).to_be_visible()
    nudge.get_by_role("button", name="Close").click()
    expect(nudge).to_have_count(0)
    page.locator("#card_takeaway").fill("Go on")
    expect(page.locator("[data-card-state]")).to_have_text(re.compile("^saved"))
    poll(lambda: Scorecard.objects.get().takeaway == "Go on", what="saving")
    expect(nudge).to_have_count(0)
