"""The drawn week of the hours page, and a finger on it."""

from typing import TYPE_CHECKING

from tests.polling import poll

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def cell(page: "Page", words: str) -> "Locator":
    """A quarter of an hour, as in "Monday 09:00"."""
    return page.locator(f'.week__cell[aria-label^="{words},"]')


def middle(locator: "Locator") -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 4, box["y"] + box["height"] / 2


class Finger:
    """Touches as the browser's own protocol sends them: Playwright's can only tap."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def send(self, kind: str, *points: tuple[float, float]) -> None:
        self.session.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, hold: bool = False) -> None:
        self.send("touchStart", start)
        if hold:
            self.page.locator(".week__grid[data-drawing]").wait_for()
        for step in range(1, 6):
            x = start[0] + (end[0] - start[0]) * step / 5
            self.send("touchMove", (x, start[1] + (end[1] - start[1]) * step / 5))
        self.send("touchEnd")


def come_to_rest(page: "Page") -> None:
    """Wait until neither the page nor the day within it scrolls any more: a finger may have thrown them."""
    seen: list[list[float]] = []

    def rests() -> bool:
        seen.append(page.locator("[data-frame]").evaluate("each => [each.scrollTop, scrollY]"))
        return len(seen) > 2 and seen[-1] == seen[-2] == seen[-3]

    poll(rests, what="scrolling is over")


def tap(page: "Page", words: str) -> None:
    """Tap a quarter of an hour where neither the day's name nor the buttons lie over it."""
    come_to_rest(page)
    cell(page, words).evaluate("each => each.scrollIntoView({block: 'center', behavior: 'instant'})")
    come_to_rest(page)
    page.touchscreen.tap(*middle(cell(page, words)))
