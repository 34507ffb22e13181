"""Every page that a person can reach by links: fits a phone, is well-formed, names its controls."""

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from accounts.models import CoachGrant, User
from interviews.models import Round
from tests.browser.conftest import NewPage
from tests.factories import make_loop, make_round
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.pages]

# Files, and pages that are not ours.
NOT_PAGES = (".ics", ".pdf", ".svg", ".png", ".csv", ".yaml", "/admin/", "/static/")
# What is wrong with the page that is open, as a list of sentences; run inside the browser.
COMPLAINTS = """() => {
  const found = [];
  // The inside of the whiteboard is another project's; it loads after the page and has tests of its own.
  const all = (selector) => [...document.querySelectorAll(selector)].filter((e) => !e.closest(".excalidraw"));
  const named = (e) => e.ariaLabel || e.getAttribute("aria-labelledby");
  const width = document.scrollingElement.scrollWidth;
  if (width > screen.width) {
    const wide = all("body *").filter((e) => e.getBoundingClientRect().right > screen.width + 1);
    found.push(`${width} px wide: ${wide.slice(0, 3).map((e) => e.tagName + "." + e.className).join(", ")}`);
  }
  const titles = all("h1").filter((e) => e.getClientRects().length);
  if (titles.length !== 1) found.push(`${titles.length} h1`);
  const ids = all("[id]").map((e) => e.id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) found.push(`id ${id} twice`);
  for (const e of all("main :is(input:not([type=hidden]), select, textarea)")) {
    if (!e.labels?.length && !named(e)) found.push(`no label: ${e.outerHTML}`);
  }
  for (const e of all("main :is(a[href], button)")) {
    if (!e.textContent.trim() && !named(e)) found.push(`no name: ${e.outerHTML}`);
  }
  return found;
}"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))"
PEOPLE = ["maya@demo.example", "oliver@demo.example", "hannah@demo.example", None]


def walk(page: "Page", most: int = 30) -> dict[str, list[str]]:
    """Follow every link from the first page on; the complaints by path, for at most `most` pages."""
    waiting, seen = ["/"], {"/"}
    complaints: dict[str, list[str]] = {}
    while waiting and most:
        path = waiting.pop(0)
        most -= 1
        answer = page.goto(path)
        assert answer
        found = [] if answer.status == 200 else [f"status {answer.status}"]
        if found := found + page.evaluate(COMPLAINTS):
            complaints[path] = found
        for link in page.evaluate(LINKS):
            parts = urlsplit(link)
            if parts.netloc or not parts.path.startswith("/") or parts.path in seen:
                continue
            if not any(part in parts.path for part in NOT_PAGES):
                seen.add(parts.path)
                waiting.append(parts.path)
    return complaints


@pytest.mark.parametrize("email", PEOPLE)
def test_every_page_fits_a_phone_and_names_its_controls(
    server: Product, new_mobile_page: NewPage, email: str | None
) -> None:
    now = timezone.now()
    candidate, peer = (User.objects.get(email=one) for one in PEOPLE[:2])
    loop = make_loop(candidate, rounds=False)
    make_round(
        loop, "recruiter", interviewer=peer, starts_at=now - timedelta(days=1), state=Round.State.COMPLETED
    )
    make_round(loop, "system_design", interviewer=peer, starts_at=now + timedelta(days=1))
    CoachGrant.objects.get_or_create(
        candidate=candidate, coach=User.objects.get(email=PEOPLE[2]), revoked_at=None
    )
    person = User.objects.get(email=email) if email else None
    assert walk(new_mobile_page(person, dark=True)) == {}


def test_keys_are_listed_and_work(server: Product, new_page: NewPage) -> None:
    page = new_page(User.objects.get(email=PEOPLE[0]))
    page.goto("/")
    page.keyboard.press("?")
    assert "Settings" in page.locator("#keys").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.wait_for_url("**/settings/")


def test_single_keys_can_be_switched_off(server: Product, new_page: NewPage) -> None:
    page = new_page(User.objects.get(email=PEOPLE[0]))
    page.goto("/")
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.reload()
    page.keyboard.press("s")
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible()
    assert urlsplit(page.url).path == "/"


def test_theme_is_kept(server: Product, new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    switch = page.locator("[data-theme-switch]:visible")
    switch.click()
    switch.click()
    assert switch.inner_text() == "Theme: dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != paper
