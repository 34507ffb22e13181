"""Every page of the product, as somebody who may see it, under axe: names, roles, order, contrast."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import axe_playwright_python
import pytest
from django.db import connection
from django.db.models import Model
from django.db.models.signals import post_save
from django.urls import reverse

from tests.access.test_role_route_table import TABLE
from tests.access.world import ROLES, World, add_debrief, build_world
from tests.browser.conftest import NewPage
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# Excalidraw's own toolbar is looked after by Excalidraw.
OPTIONS = {"exclude": [[".excalidraw"]]}
# Whoever sees more of a page is asked first.
WHO = ("candidate", "interviewer", "coach", "administrator", "observer", "stranger", "nobody")


def visitor(name: str) -> str:
    """The role that looks at this page: the first of `WHO` who is served it; "" where nobody is."""
    route = TABLE[name]
    served = {role for role, status in zip(ROLES, route.expected, strict=True) if status == 200}
    return next((role for role in WHO if role in served), "") if route.method == "get" else ""


def faults(page: "Page") -> list[str]:
    """What axe finds on the page that is open: rule, and the first place."""
    found: dict[str, Any] = page.evaluate("options => axe.run(options)", OPTIONS)
    return [f"{each['id']}: {each['nodes'][0]['target']}" for each in found["violations"]]


@contextmanager
def rows_of_one_page() -> Iterator[None]:
    """Take away the rows that are made meanwhile: those of one page may stand in the way of another's."""
    made: list[Model] = []

    def note(instance: Model, created: bool, **kwargs: Any) -> None:
        if created:
            made.append(instance)

    post_save.connect(note)
    try:
        yield
    finally:
        post_save.disconnect(note)
        for row in reversed(made):
            type(row)._base_manager.filter(pk=row.pk).delete()


LOOKS: tuple[tuple[tuple[int, int], Literal["light", "dark"]], ...] = (
    ((1280, 800), "light"),
    ((390, 844), "dark"),
)


@pytest.mark.parametrize("half", [0, 1])
def test_axe_finds_nothing_on_any_page(server: Product, new_page: NewPage, half: int) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("pages are the same on every database, and this takes its time")
    world: World = build_world()
    add_debrief(world)
    pages: dict[str, Page] = {}
    found: dict[str, list[str]] = {}
    looked_at = 0
    for name in sorted(TABLE)[half::2]:
        who = visitor(name)
        if not who:
            continue
        if who not in pages:
            pages[who] = new_page(world.people[who], allow=(".*",))
            pages[who].add_init_script(AXE)
        page = pages[who]
        with rows_of_one_page():
            path = reverse(name, args=TABLE[name].args(world))
            answer = page.request.get(path)
            kind = answer.headers.get("content-type", "")
            if not kind.startswith("text/html") or "<html" not in answer.text():
                continue
            page.goto(path)
            looked_at += 1
            for (width, height), colours in LOOKS:
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=colours, reduced_motion="reduce")
                if wrong := faults(page):
                    found[f"{name} as {who}, {width} px, {colours}"] = wrong
    assert looked_at > 20
    assert found == {}
