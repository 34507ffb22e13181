"""The part of the story in which people score: the interviewer, an observer, the candidate looking back."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from interviews.models import Round
from rubrics.models import RoundRating, Scorecard

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

STRONG = "kept one key per payment through the retry and tied it to the ledger box"
WEAK = "named no alert before the merchant would call"
GRATEFUL = "your question about the second retry was the one that counted"


def score(page: "Page", round_: Round) -> None:
    """Fill the card beside the board, hand it in."""
    tab(page, "Score")
    card = page.locator("score-card")
    card.get_by_role("button", name="Submit the card").click()
    card.get_by_text("something is missing").wait_for()
    fill_card(card, 8)
    if round_.kind == "system_design":
        shot(page, "room-score")
    card.get_by_role("button", name="Submit the card").click()
    card.get_by_text("Your card is submitted and locked.").wait_for()
    own = Scorecard.objects.get(round=round_, rater__email="petra@example.org")
    assert (own.state, own.call) == ("submitted", "yes")


def shadow(page: "Page", round_: Round) -> None:
    """The observer sees the interviewer's card only after handing in an own one."""
    tab(page, "Score")
    card = page.locator("score-card")
    card.get_by_text("shadow card").wait_for()
    assert STRONG not in page.content()
    fill_card(card, 4, WEAK)
    card.get_by_role("button", name="Submit the card").click()
    card.get_by_text("Card of Petra Peer").wait_for()
    assert STRONG in page.content()
    assert Scorecard.objects.filter(round=round_, state="submitted").count() == 2


def fill_card(card: "Locator", half_steps: int, evidence: str = STRONG) -> None:
    card.locator("[data-criterion]").first.wait_for()
    for criterion in card.locator("[data-criterion]").all():
        criterion.locator(f"input[value='{half_steps}']").check(force=True)
        criterion.locator("textarea").fill(evidence)
    field = card.locator("#call_field")
    field.locator(f"input[value='{'yes' if half_steps > 5 else 'no'}']").check(force=True)
    field.locator("textarea").fill(evidence)
    card.locator("#takeaway_field textarea").fill(f"Keep ending at the merchant: {evidence}.")


def look_back(page: "Page", round_: Round) -> None:
    """The candidate scores themselves on the design round, and waives it on the others."""
    page.get_by_role("link", name="On to the self-score").click()
    if round_.kind != "system_design":
        page.get_by_role("button", name="Go on without looking back").click()
        page.get_by_text("Nobody waits for your look back now.").wait_for()
        return
    card = page.locator("score-card")
    assert STRONG not in page.content()
    card.locator("[data-criterion]").first.wait_for()
    for criterion in card.locator("[data-criterion]").all():
        criterion.locator("input[value='7']").check(force=True)
    card.get_by_label("A word to your interviewer").fill(GRATEFUL)
    shot(page, "look-back")
    card.get_by_role("button", name="Hand it in").click()
    page.get_by_text("Your look back is handed in and locked.").wait_for()
    assert RoundRating.objects.get(round=round_).comment == GRATEFUL


def shot(page: "Page", name: str) -> None:
    """Keep what a person would see, wide and on a phone, light and dark, where STORY_SHOTS names a folder."""
    folder = os.environ.get("STORY_SHOTS")
    if not folder:
        return
    size = page.viewport_size
    assert size
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            # Colours that are inherited are painted anew a little later than the rest.
            page.evaluate("new Promise((done) => setTimeout(done, 500))")
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page="room" not in name)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)


def tab(page: "Page", name: str) -> None:
    page.get_by_role("tab", name=name).click()
