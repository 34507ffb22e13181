"""Going through a page by keyboard alone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST = 150


def tab_to(page: "Page", selector: str, words: str) -> None:
    """Press Tab until something like this has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "([selector, words]) => document.activeElement.matches(selector)"
            " && document.activeElement.textContent.includes(words)",
            [selector, words],
        )
        if found:
            return
    raise AssertionError(f"{selector} is not reached by Tab")
