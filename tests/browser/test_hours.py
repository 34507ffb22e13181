"""Hours are drawn into the week by mouse, by finger and by keyboard, undone, and saved as they were drawn."""

import re
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from accounts.models import User
from interviews.models import Schedule, WeeklyInterval
from tests.browser.conftest import NewPage
from tests.browser.week import Finger, cell, come_to_rest, middle, tap
from tests.factories import make_peer
from tests.polling import poll
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.django_db(transaction=True)]
ZONE = "Asia/Kolkata"  # the browser's clock is another, and half an hour off as well


def peer_with(*hours: tuple[int, int, int], zone: str = ZONE, **fields: Any) -> User:
    """A peer with whole hours: (weekday, from, until)."""
    peer = make_peer("Petra", hours=False, timezone=zone, **fields)
    schedule = Schedule.objects.create(person=peer, timezone=zone, version=1)
    WeeklyInterval.objects.bulk_create(
        WeeklyInterval(schedule=schedule, weekday=day, start=time(start), end=time(end % 24))
        for day, start, end in hours
    )
    return peer


def saved(user: User) -> list[str]:
    found = WeeklyInterval.objects.filter(schedule__person=user)
    return [f"{each.weekday} {each.start:%H:%M}–{each.end:%H:%M}" for each in found]


def opened(page: "Page") -> "Page":
    page.goto("/hours/")
    page.get_by_role("grid", name="Hours of the week").wait_for()
    page.locator(".week__day").first.evaluate("each => each.scrollIntoView()")
    return page


def is_on(page: "Page", words: str) -> bool:
    return (cell(page, words).get_attribute("aria-label") or "").endswith(", available")


def drag(page: "Page", start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
    page.mouse.move(*end, steps=3)
    page.mouse.up()


def draw(page: "Page", first: str, last: str) -> None:
    cell(page, first).scroll_into_view_if_needed()
    drag(page, middle(cell(page, first)), middle(cell(page, last)))


def blocks(page: "Page") -> list[str]:
    """Hours as they are drawn: day and span."""
    return page.locator(".week__block").evaluate_all(
        "all => all.map(each => `${each.dataset.column} ${each.textContent}`).sort()"
    )


def save(page: "Page") -> None:
    page.get_by_role("button", name="Save hours").click()
    page.get_by_text("Your hours are saved.").wait_for()


def announced(page: "Page") -> str:
    return page.locator("[data-say]").inner_text()


def test_drawn_by_mouse_is_what_is_saved_in_another_zone(server: Product, new_page: NewPage) -> None:
    peer = peer_with((5, 10, 11))
    page = opened(new_page(peer, timezone="America/St_Johns"))
    draw(page, "Monday 09:00", "Wednesday 11:45")
    assert announced(page) == "Monday to Wednesday 09:00–12:00 is available now."
    draw(page, "Monday 14:15", "Monday 14:30")
    page.get_by_role("button", name="Take away").click()
    draw(page, "Tuesday 10:00", "Tuesday 10:15")
    drawn = [
        "0 09:00–12:00",
        "0 14:15–14:45",
        "1 09:00–10:00",
        "1 10:30–12:00",
        "2 09:00–12:00",
        "5 10:00–11:00",
    ]
    assert blocks(page) == drawn
    assert page.get_by_text("Not saved yet").is_visible()
    save(page)
    assert saved(peer) == drawn
    assert Schedule.objects.get(person=peer).timezone == ZONE
    assert page.get_by_text("Not saved yet").is_hidden()

    page.get_by_role("button", name="Undo the last saving").click()
    page.get_by_text("Your former hours are back.").wait_for()
    assert saved(peer) == ["5 10:00–11:00"]
    assert blocks(page) == ["5 10:00–11:00"]
    page.get_by_role("button", name="Bring back what I had saved").click()
    page.get_by_text("What you had saved is back.").wait_for()
    assert saved(peer) == drawn


def test_hours_are_moved_and_stretched_by_mouse_and_undone(server: Product, new_page: NewPage) -> None:
    peer = peer_with((0, 9, 11), (3, 9, 10))
    page = opened(new_page(peer))
    drag(page, middle(cell(page, "Monday 10:00")), middle(cell(page, "Tuesday 12:30")))
    assert blocks(page) == ["1 11:30–13:30", "3 09:00–10:00"]
    block = page.locator(".week__block", has_text="11:30–13:30")
    box = block.bounding_box()
    assert box is not None
    x = box["x"] + box["width"] / 2
    drag(page, (x, box["y"] + box["height"] - 2), (x, middle(cell(page, "Tuesday 14:45"))[1]))
    assert blocks(page) == ["1 11:30–15:00", "3 09:00–10:00"]
    drag(page, (x, box["y"] + 2), (x, middle(cell(page, "Tuesday 12:00"))[1]))
    assert blocks(page) == ["1 12:00–15:00", "3 09:00–10:00"]

    undo = page.get_by_role("button", name="Undo", exact=True)
    undo.click()
    undo.click()
    assert blocks(page) == ["1 11:30–13:30", "3 09:00–10:00"]
    page.keyboard.press("Control+z")
    assert blocks(page) == ["0 09:00–11:00", "3 09:00–10:00"]
    assert undo.get_attribute("aria-disabled") == "true"
    page.keyboard.press("Control+Shift+z")
    page.get_by_role("button", name="Redo").click()
    assert blocks(page) == ["1 11:30–15:00", "3 09:00–10:00"]
    save(page)
    assert saved(peer) == ["1 11:30–15:00", "3 09:00–10:00"]
    assert undo.get_attribute("aria-disabled") == "true"


def test_escape_leaves_a_drag_without_a_trace(server: Product, new_page: NewPage) -> None:
    page = opened(new_page(peer_with((0, 9, 11))))
    page.mouse.move(*middle(cell(page, "Monday 10:00")))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, "Wednesday 15:00")), steps=3)
    assert blocks(page) == ["2 14:00–16:00"]
    page.keyboard.press("Escape")
    page.mouse.up()
    assert blocks(page) == ["0 09:00–11:00"]
    assert page.get_by_role("button", name="Undo", exact=True).get_attribute("aria-disabled") == "true"


def test_everything_works_by_keyboard_alone(server: Product, new_page: NewPage) -> None:
    peer = peer_with((0, 9, 10))
    page = opened(new_page(peer))
    page.get_by_role("button", name="Undo", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.role") == "gridcell":
            break
    press = page.keyboard.press

    def here() -> str:
        return page.evaluate("document.activeElement.getAttribute('aria-label')")

    assert here() == "Monday 09:00, available"
    press("ArrowRight")
    press("ArrowDown")
    assert here() == "Tuesday 09:15, not available"
    press("Shift+ArrowRight")
    press("Shift+PageDown")
    assert announced(page) == "Tuesday to Wednesday 09:15–10:30 is selected."
    assert page.locator('.week__cell[aria-selected="true"]').count() == 10
    press(" ")
    assert announced(page) == "Tuesday to Wednesday 09:15–10:30 is available now."
    assert here() == "Wednesday 10:15, available"
    press("m")
    assert "Moving Wednesday 09:15–10:30." in announced(page)
    press("ArrowRight")
    press("ArrowRight")
    press("ArrowDown")
    press("Enter")
    assert announced(page) == "Kept: Friday 09:30–10:45."
    press("e")
    press("PageDown")
    press("Enter")
    press("s")
    press("ArrowUp")
    press("ArrowUp")
    assert announced(page) == "Friday, now 09:00–11:45."
    press("Escape")
    assert announced(page) == "Left as it was."
    assert blocks(page) == ["0 09:00–10:00", "1 09:15–10:30", "4 09:30–11:45"]
    press("Home")
    press("Control+Home")
    assert here() == "Monday 00:00, not available"
    press("Delete")
    assert "There are no hours here." in announced(page)
    for _ in range(9):
        press("PageDown")
    press("Delete")
    assert announced(page) == "Monday 09:00–10:00 is not available any more."
    press("Control+z")
    assert announced(page) == "Undone."
    press("Control+Shift+z")
    assert blocks(page) == ["1 09:15–10:30", "4 09:30–11:45"]
    page.get_by_role("button", name="Save hours").focus()
    press("Enter")
    page.get_by_text("Your hours are saved.").wait_for()
    assert saved(peer) == ["1 09:15–10:30", "4 09:30–11:45"]


def test_drawn_by_finger_one_day_at_a_time(server: Product, new_mobile_page: NewPage) -> None:
    peer = peer_with((1, 9, 11))
    page = opened(new_mobile_page(peer))
    finger = Finger(page)
    assert page.locator(".week__cell:visible").count() == 96
    assert page.get_by_role("button", name="Tuesday", exact=True).get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Friday", exact=True).tap()
    page.locator("[data-frame]").evaluate("each => each.scrollIntoView({block: 'center'})")

    # A finger that moves at once scrolls, and draws nothing.
    frame = page.locator("[data-frame]")
    before = frame.evaluate("each => each.scrollTop")
    finger.drag(middle(cell(page, "Friday 14:00")), middle(cell(page, "Friday 12:00")))
    poll(lambda: frame.evaluate("each => each.scrollTop") > before + 20, what="the day scrolls")
    assert blocks(page) == ["1 09:00–11:00"]

    # One that rests first draws, and the page stands still.
    come_to_rest(page)
    before = frame.evaluate("each => each.scrollTop")
    finger.drag(middle(cell(page, "Friday 14:00")), middle(cell(page, "Friday 15:45")), hold=True)
    assert blocks(page) == ["1 09:00–11:00", "4 14:00–16:00"]
    assert frame.evaluate("each => each.scrollTop") == before

    # Where drawing by touch is on it draws at once; held hours move.
    page.get_by_role("button", name="Draw by touch").tap()
    finger.drag(middle(cell(page, "Friday 17:00")), middle(cell(page, "Friday 17:45")))
    assert blocks(page) == ["1 09:00–11:00", "4 14:00–16:00", "4 17:00–18:00"]
    page.get_by_role("button", name="Draw by touch").tap()
    finger.drag(middle(cell(page, "Friday 17:15")), middle(cell(page, "Friday 18:15")), hold=True)
    assert blocks(page) == ["1 09:00–11:00", "4 14:00–16:00", "4 18:00–19:00"]

    # A tap chooses hours, whose end can then be pulled, and which can be taken away.
    tap(page, "Friday 15:00")
    page.locator("[data-chosen-words]", has_text="Friday 14:00–16:00").wait_for()
    edge = page.locator(".week__block[data-chosen] .week__edge--until")
    finger.drag(middle(edge), (middle(edge)[0], middle(cell(page, "Friday 16:45"))[1]))
    assert blocks(page) == ["1 09:00–11:00", "4 14:00–17:00", "4 18:00–19:00"]
    tuesday = page.get_by_role("button", name="Tuesday", exact=True)
    tuesday.tap()
    poll(lambda: tuesday.get_attribute("aria-pressed") == "true", what="Tuesday is shown")
    tap(page, "Tuesday 10:00")
    page.locator("[data-chosen-words]", has_text="Tuesday 09:00–11:00").wait_for()
    page.get_by_role("button", name=re.compile("Remove.*chosen")).tap()
    page.get_by_role("button", name="Undo", exact=True).tap()
    page.get_by_role("button", name="Redo").tap()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Save hours").tap()
    page.get_by_text("Your hours are saved.").wait_for()
    assert saved(peer) == ["4 14:00–17:00", "4 18:00–19:00"]


def test_rows_and_grid_are_one(server: Product, new_page: NewPage) -> None:
    peer = peer_with((0, 9, 12))
    page = opened(new_page(peer))
    page.get_by_label("Monday, Until").fill("10:30")
    page.get_by_label("Monday, Until").blur()
    assert blocks(page) == ["0 09:00–10:30"]
    # Buttons that ask the server keep what can be undone.
    page.get_by_role("button", name=re.compile("Add hours.*Wednesday")).click()
    page.get_by_label("Wednesday, From").fill("22:00")
    page.get_by_label("Wednesday, Until").fill("02:00")
    page.get_by_label("Wednesday, Until").blur()
    assert blocks(page) == ["0 09:00–10:30", "2 22:00–00:00", "3 00:00–02:00"]
    page.get_by_role("button", name=re.compile("Remove.*Monday")).click()
    page.get_by_label("Monday, From").wait_for(state="detached")
    draw(page, "Sunday 08:00", "Sunday 08:45")
    assert page.get_by_label("Sunday, From").input_value() == "08:00"
    assert page.get_by_label("Sunday, Until").input_value() == "09:00"
    assert page.get_by_role("button", name=re.compile("Copy to weekdays.*Thursday")).is_visible()
    undo = page.get_by_role("button", name="Undo", exact=True)
    undo.click()
    undo.click()
    assert page.get_by_label("Monday, Until").input_value() == "10:30"
    assert page.get_by_label("Wednesday, Until").input_value() == "02:00"
    while undo.get_attribute("aria-disabled") == "false":
        undo.click()
    assert page.get_by_label("Monday, Until").input_value() == "12:00"
    redo = page.get_by_role("button", name="Redo")
    while redo.get_attribute("aria-disabled") == "false":
        redo.click()
    assert blocks(page) == ["2 22:00–00:00", "3 00:00–02:00", "6 08:00–09:00"]
    save(page)
    assert saved(peer) == ["2 22:00–00:00", "3 00:00–02:00", "6 08:00–09:00"]


def test_dates_are_undone_too_and_marked_in_the_coming_week(server: Product, new_page: NewPage) -> None:
    page = opened(new_page(peer_with((0, 9, 12))))
    today = page.locator("[data-week]").get_attribute("data-today") or ""
    page.get_by_label("Off from").fill(today)
    page.get_by_label("until", exact=True).fill(today)
    page.get_by_role("button", name="Add days off").click()
    row = page.get_by_role("group", name="Date that differs")
    row.wait_for()
    assert page.locator(".week__mark--off").count() == 1
    page.get_by_role("button", name="Undo", exact=True).click()
    assert row.count() == 0
    assert page.locator(".week__mark").count() == 0
    page.get_by_role("button", name="Redo").click()
    assert row.get_by_label("Date", exact=True).input_value() == today
    # Across midnight it reaches into the next day.
    row.get_by_label("What differs").select_option("extra")
    row.get_by_label("From", exact=True).fill("22:00")
    row.get_by_label("Until", exact=True).fill("01:00")
    row.get_by_label("Until", exact=True).blur()
    assert page.locator(".week__mark--extra").count() == 2


def test_labels_follow_the_twelve_hour_clock(server: Product, new_page: NewPage) -> None:
    page = opened(new_page(peer_with((0, 13, 24), clock="12")))
    assert blocks(page) == ["0 1:00 pm–12:00 am"]
    assert is_on(page, "Monday 1:00 pm")
    assert not is_on(page, "Monday 12:45 pm")


def test_a_conflict_keeps_what_was_drawn(server: Product, new_page: NewPage) -> None:
    peer = peer_with((0, 9, 12))
    page = opened(new_page(peer, allow=("409 for",)))
    draw(page, "Friday 09:00", "Friday 09:45")
    Schedule.objects.update(version=7)
    page.get_by_role("button", name="Save hours").click()
    page.get_by_text("Your hours were changed in another tab").wait_for()
    assert blocks(page) == ["0 09:00–12:00", "4 09:00–10:00"]
    assert page.get_by_role("button", name="Undo", exact=True).get_attribute("aria-disabled") == "false"
    save(page)
    assert saved(peer) == ["0 09:00–12:00", "4 09:00–10:00"]


@pytest.mark.parametrize("mobile", [False, True])
def test_rows_work_without_script(server: Product, new_page: NewPage, mobile: bool) -> None:
    peer = peer_with((0, 9, 12))
    page = new_page(peer, script=False, mobile=mobile)
    page.goto("/hours/")
    assert page.locator("[data-week]").is_hidden()
    page.get_by_role("button", name=re.compile("Add hours.*Tuesday")).click()
    page.get_by_label("Tuesday, From").fill("14:00")
    page.get_by_label("Tuesday, Until").fill("15:30")
    page.get_by_label("At most a day").fill("2")
    page.get_by_role("button", name="Save hours").click()
    page.get_by_text("Your hours are saved.").wait_for()
    assert saved(peer) == ["0 09:00–12:00", "1 14:00–15:30"]
    assert page.get_by_text("at most 2 rounds a day").is_visible()
    page.get_by_role("button", name="Undo the last saving").click()
    page.get_by_text("Your former hours are back.").wait_for()
    assert saved(peer) == ["0 09:00–12:00"]
