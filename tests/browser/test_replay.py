"""A board played back in a real browser: playing, scrubbing, marks, keys, on a phone, without script."""

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from interviews.models import Board, PhaseStart, Reveal, Seat
from interviews.replay.selectors import scene_at, seq_at
from tests.interviews.replay.making import draw, make_board, shape
from tests.polling import poll

if TYPE_CHECKING:
    from playwright.sync_api import Page

START = timezone.now().replace(microsecond=0) - timedelta(hours=2)


def person(board: Board, role: str) -> Any:
    return Seat.objects.select_related("person").get(round=board.round_id, role=role).person


@pytest.fixture
def board(server: Any) -> Board:
    """Half an hour: a box each second for a while, a long silence, a stroke, a box taken away."""
    made, round_ = make_board(START, minutes=30)
    ada, ben = person(made, "candidate"), person(made, "interviewer")
    strokes: list[Any] = [
        (10 + number, ada, shape(f"b{number:02d}", x=150 * (number % 8), y=90 * (number // 8)))
        for number in range(40)
    ]
    points = [[number * 6, (number % 9) * 7] for number in range(1, 121)]
    strokes += [
        (900 + size / 20, ben, shape("s", size, kind="freedraw", x=100, y=520, points=points[:size]))
        for size in range(2, 121)
    ]
    strokes.append((1_500, ada, shape("b00", 2, isDeleted=True)))
    draw(made, START, strokes)
    for number, (second, title) in enumerate([(0, "Opening"), (600, "Working"), (1_600, "Closing")]):
        PhaseStart.objects.create(
            round=round_, phase=number, title=title, at=START + timedelta(seconds=second)
        )
    reveal = Reveal.objects.create(round=round_, step="one", revealed_by=ben)
    Reveal.objects.filter(pk=reveal.pk).update(revealed_at=START + timedelta(seconds=300))
    return made


def shot(page: "Page", name: str) -> None:
    """Keep a screenshot for a person to look at, where one asks for it by REPLAY_SHOTS."""
    if folder := os.environ.get("REPLAY_SHOTS"):
        page.wait_for_timeout(300)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def open_at(page: "Page", board: Board, second: int) -> None:
    page.goto(f"/boards/{board.pk}/replay/?t={second}")
    page.wait_for_selector("[data-replay][data-ready]")


def shown(page: "Page") -> list[str]:
    found = page.evaluate(
        "document.querySelector('[data-replay-canvas]').viewer.elements().map((one) => one.id)"
    )
    return sorted(found)


def stored(board: Board, second: int) -> list[str]:
    moment = START.timestamp() + second + 0.999
    return sorted(state["id"] for state in scene_at(board, seq_at(board, moment)))


def second_of(page: "Page") -> int:
    return int(page.evaluate("location.search").split("t=")[1])


def test_a_board_is_played_scrubbed_and_jumped_through(new_page: Any, board: Board) -> None:
    page = new_page(person(board, "candidate"))
    open_at(page, board, 30)
    assert shown(page) == stored(board, 30)
    assert len(shown(page)) == 21
    shot(page, "open")

    # Backwards and forwards, by the line, by a mark and by the list; the address goes along.
    line = page.get_by_label("Place in the replay")
    for second in (12, 1_499, 1_500, 903):
        line.fill(str(second))
        poll(lambda at=second: shown(page) == stored(board, at))
        poll(lambda at=second: second_of(page) == at)
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("[")
    poll(lambda: second_of(page) == 600)
    page.keyboard.press("]")
    page.keyboard.press("]")
    poll(lambda: second_of(page) == 1_600)
    page.keyboard.press("[")
    page.keyboard.press("[")
    page.keyboard.press("[")
    poll(lambda: second_of(page) == 0)
    assert shown(page) == []
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    poll(lambda: second_of(page) == 35)
    page.get_by_role("link", name="5:00", exact=True).click()
    poll(lambda: second_of(page) == 300)
    assert page.locator("[aria-current=time]").inner_text() == "5:00"
    page.get_by_label("Go to").fill("15:02")
    page.get_by_label("Go to").press("Enter")
    poll(lambda: second_of(page) == 902)

    # At 16× with silence skipped the whole half hour is over in seconds, and every place is passed.
    page.get_by_label("Speed").select_option("16")
    line.fill("0")
    poll(lambda: second_of(page) == 0)
    page.locator("h1").click()
    page.keyboard.press(" ")
    poll(lambda: page.get_by_role("button", name="Pause").count() == 1)
    poll(lambda: second_of(page) > 900, seconds=30)
    page.locator(".replay__stage").click()
    page.keyboard.press(" ")
    poll(lambda: page.get_by_role("button", name="Play").count() == 1)
    at = page.evaluate("document.querySelector('[data-replay]').player.second")
    poll(lambda: second_of(page) == at)
    poll(lambda: shown(page) == stored(board, at))
    shot(page, "paused")
    page.reload()
    page.wait_for_selector("[data-replay][data-ready]")
    assert second_of(page) == at


def test_on_a_phone_in_the_dark(new_mobile_page: Any, board: Board) -> None:
    page = new_mobile_page(person(board, "interviewer"), dark=True)
    open_at(page, board, 904)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert shown(page) == stored(board, 904)
    track = page.locator("svg.replay__track").first
    box = track.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] * 0.5, box["y"] + 4)
    poll(lambda: abs(second_of(page) - 900) < 30)
    page.get_by_role("button", name="Next mark").tap()
    poll(lambda: second_of(page) == 1_600)
    shot(page, "phone-dark")


def test_without_script_every_moment_is_a_picture(new_page: Any, board: Board) -> None:
    page = new_page(person(board, "candidate"), script=False)
    page.goto(f"/boards/{board.pk}/replay/")
    page.get_by_role("link", name="10:00", exact=True).click()
    picture = page.locator("[data-replay-still]")
    assert picture.get_attribute("src").endswith("/600.svg")
    there = "(image) => image.complete && image.naturalWidth > 0"
    poll(lambda: picture.evaluate(there), what="the picture is there")
    page.get_by_label("Go to").fill("15:00")
    page.get_by_role("button", name="Show").click()
    assert page.locator("[data-replay-still]").get_attribute("src").endswith("/900.svg")
    shot(page, "no-script")
