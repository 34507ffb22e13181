"""Sketches in a real browser: begun, drawn beside each other, shown in a round, taken off again."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from interviews.board.selectors import scene
from interviews.models import Board, Sketch
from interviews.sketches.services import make_sketch
from tests.factories import make_loop, make_round, make_user
from tests.interviews.sketches.test_services import bound, put
from tests.polling import poll

if TYPE_CHECKING:
    from playwright.sync_api import Page


def shot(page: "Page", name: str) -> None:
    """Keep a screenshot for a person to look at, where one asks for it by SKETCH_SHOTS."""
    if folder := os.environ.get("SKETCH_SHOTS"):
        page.wait_for_timeout(400)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_sketches_are_drawn_beside_each_other_and_brought_into_a_round(new_page: Any, server: Any) -> None:
    ada, ben = make_user("Ada Sketcher"), make_user("Ben Asker", is_peer=True)
    page = new_page(ada)
    page.goto("/prepare/sketches/")
    shot(page, "begin")
    page.get_by_role("button", name="Begin this sketch").first.click()
    page.wait_for_selector("[data-board][data-ready]:visible")
    other = make_sketch(owner=ada, kind="eventual")
    put(other.board, ada, *bound())
    page.reload()
    poll(lambda: page.locator("[data-board][data-ready]").count() == 2)
    board = page.get_by_label("Strong, latency-first")
    for number, key in enumerate("rdo"):
        board.locator(".excalidraw").first.focus()
        page.keyboard.press(key)
        box = board.locator("[data-board-canvas]").bounding_box()
        x, y = box["x"] + 120 + 110 * number, box["y"] + 200
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 80, y + 60, steps=5)
        page.mouse.up()
    strong = Sketch.objects.get(owner=ada, kind="strong")
    poll(lambda: len([one for one in scene(strong.board) if not one["isDeleted"]]) == 3)
    assert len(scene(other.board)) == 3
    shot(page, "draw")
    page.goto("/prepare/sketches/")
    shot(page, "page")

    round_ = make_round(make_loop(ada, rounds=False), interviewer=ben, starts_at=timezone.now())
    asker = new_page(ben)
    asker.goto(f"/rounds/{round_.pk}/")
    page.goto(f"/rounds/{round_.pk}/")
    page.get_by_role("button", name="Show Strong, latency-first").click()
    picture = asker.get_by_alt_text("The candidate’s sketch Strong, latency-first")
    picture.wait_for()
    there = "(image) => image.complete && image.naturalWidth > 0"
    poll(lambda: picture.evaluate(there), what="the picture is there")
    shot(asker, "room")
    page.get_by_role("button", name="Copy onto the board").first.click()
    poll(lambda: len(scene(Board.objects.get(round=round_))) == 3)
    page.get_by_role("button", name="Stop showing").click()
    picture.wait_for(state="detached")


def test_on_a_phone_one_sketch_at_a_time(new_mobile_page: Any, server: Any) -> None:
    ada = make_user("Ada Phone")
    for kind in ("strong", "eventual"):
        put(make_sketch(owner=ada, kind=kind).board, ada, *bound())
    page = new_mobile_page(ada, dark=True)
    page.goto("/prepare/sketches/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, "phone")
    page.get_by_role("link", name="Draw Eventual, cost-first").tap()
    page.wait_for_selector("[data-board][data-ready]:visible")
    assert page.get_by_label("Eventual, cost-first").is_visible()
    assert not page.get_by_label("Strong, latency-first").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, "phone-draw")
