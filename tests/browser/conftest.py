"""A real browser against the real product: server processes, database, content and demo people."""

import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.product import Product, database_variables

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PATIENCE = 20_000  # ms; a machine that is busy takes its time
NewPage = Callable[..., "Page"]


def find_browser(playwright: Any) -> str | None:
    """The path of a Chromium or Chrome: `CHROMIUM`, the system's, macOS's, Playwright's own; None without."""
    found = [
        os.environ.get("CHROMIUM"),
        *map(shutil.which, NAMES),
        *PLACES,
        playwright.chromium.executable_path,
    ]
    return next((path for path in found if path and Path(path).exists()), None)


@pytest.fixture(scope="package")
def browser() -> Iterator["Browser"]:
    """One headless browser for this folder; tests skip without one, or fail where it is required."""
    from playwright.sync_api import expect, sync_playwright

    # Playwright keeps an event loop running in this thread, which Django takes for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    try:
        with sync_playwright() as playwright:
            path = find_browser(playwright)
            if path is None:
                if os.environ.get("MOCKLOOP_REQUIRE"):
                    pytest.fail("no Chromium or Chrome was found; set CHROMIUM to its path")
                pytest.skip("no Chromium or Chrome was found; set CHROMIUM to its path")
            opened = playwright.chromium.launch(
                executable_path=path,
                args=[
                    "--no-sandbox",
                    "--disable-dev-shm-usage",
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream",
                ],
            )
            yield opened
            opened.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def _product(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Any:
    folder = tmp_path_factory.mktemp("product")
    with django_db_blocker.unblock():
        environment = database_variables()
    product = Product(
        folder,
        {
            **environment,
            "SECRET_KEY": settings.SECRET_KEY,
            "REDIS_PREFIX": settings.REDIS_PREFIX,
            "DEMO": "1",
        },
    )
    yield product
    product.stop()


@pytest.fixture
def server(_product: Product, transactional_db: None) -> Product:
    """The product, running, with shipped content and demo people; the test may use the ORM on its database.

    `.url`, `.kill()`, `.stop()`, `.start()`, `.mails(to)`. A test may leave it stopped.
    """
    call_command("load_content", verbosity=0)
    call_command("demo", stdout=io.StringIO())
    _product.forget_mails()
    if not _product.processes:
        _product.start()
    return _product


_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Note for the fixtures whether the test failed."""
    report: Any = yield
    if report.when == "call":
        item.stash[_failed] = report.failed
    return report


@pytest.fixture
def new_page(request: pytest.FixtureRequest, server: Product, browser: "Browser") -> Iterator[NewPage]:
    """`new_page(user)` is a page of a new browser context in which that person is signed in.

    Args of the returned function:
        user: None for a stranger.
        viewport: (width, height) in CSS pixels.
        dark: whether the system asks for dark colours.
        script: False for a browser without script.
        allow: patterns of errors in the browser's console that the test expects; any other fails it.
        timezone: the zone of the browser (IANA name).
        mobile: a phone: touch, 390 px wide.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(
        user: Any = None,
        *,
        viewport: tuple[int, int] = (1280, 800),
        dark: bool = False,
        script: bool = True,
        allow: tuple[str, ...] = (),
        timezone: str = "Europe/Berlin",
        mobile: bool = False,
    ) -> "Page":
        width, height = (390, 844) if mobile else viewport
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            timezone_id=timezone,
            locale="en-GB",
            has_touch=mobile,
            is_mobile=mobile,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if user is not None:
            context.add_cookies([_session_cookie(server.url, user)])
        page = context.new_page()

        def note(text: str) -> None:
            if not any(re.search(pattern, text) for pattern in allow):
                errors.append(f"{page.url}: {text}")

        # The console also reports a page that is a 404 itself; what a page fails to load is noted below.
        page.on(
            "console",
            lambda said: (
                note(said.text)
                if said.type == "error" and "Failed to load resource" not in said.text
                else None
            ),
        )
        page.on("pageerror", lambda error: note(str(error)))
        page.on(
            "response",
            lambda answer: (
                note(f"{answer.status} for {answer.url}")
                if answer.status >= 400 and not answer.request.is_navigation_request()
                else None
            ),
        )
        return page

    yield make
    if request.node.stash.get(_failed, False):
        _tell(contexts)
    for context in contexts:
        context.close()
    assert not errors, "the browser reported errors:\n" + "\n".join(errors)


@pytest.fixture
def new_mobile_page(new_page: NewPage) -> NewPage:
    """`new_page` on a phone of 390 px."""

    def make(user: Any = None, **options: Any) -> "Page":
        return new_page(user, mobile=True, **options)

    return make


def _tell(contexts: "list[BrowserContext]") -> None:
    """Write out what the pages of a test that failed showed: nobody can look at them afterwards."""
    for page in (page for context in contexts for page in context.pages):
        try:
            words = page.locator("body").inner_text(timeout=2_000)
        except Exception as error:  # a page that does not answer is no reason to say nothing of the others
            words = f"(not readable: {error})"
        sys.stdout.write(f"--- {page.url}\n{words[:3000]}\n")


def _session_cookie(url: str, user: Any) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}
