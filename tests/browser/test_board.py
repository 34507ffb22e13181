"""The whiteboard in real browsers: drawing together, watching, coming back."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from interviews.board.selectors import scene
from interviews.board.services import freeze
from interviews.models import Board, Seat
from tests.factories import make_loop, make_round, make_user, seat_person
from tests.polling import poll

if TYPE_CHECKING:
    from playwright.sync_api import Page

# A browser reports each attempt to reach a server that is away.
AWAY = ("WebSocket",)


@pytest.fixture
def board(server: Any) -> Board:
    made = make_round(
        make_loop(make_user("Ada Candidate"), rounds=False),
        interviewer=make_user("Ben Interviewer", is_peer=True),
        starts_at=timezone.now(),
    )
    seat_person(made, make_user("Olu Observer"), "observer")
    return Board.objects.get(round=made)


class Screen:
    """A page that shows the board."""

    def __init__(self, page: "Page", board: Board) -> None:
        self.page = page
        self.board = board
        page.goto(f"/boards/{board.pk}/")
        self.settle()

    def settle(self) -> None:
        """Wait until the scene has been told."""
        self.page.wait_for_selector("[data-board][data-ready]")

    def state(self) -> str:
        """The line under the board."""
        return self.page.locator("[data-board-state]").inner_text()

    def box(self) -> Any:
        """Where the canvas is, in CSS pixels."""
        box = self.page.locator("[data-board-canvas]").bounding_box()
        assert box is not None
        return box

    def tool(self, key: str) -> None:
        """Choose a tool by its key."""
        self.page.locator(".excalidraw").first.focus()
        self.page.keyboard.press(key)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, move and let go; places as shares of the canvas."""
        box = self.box()
        spots = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, end)]
        self.page.mouse.move(*spots[0])
        self.page.mouse.down()
        self.page.mouse.move(*spots[1], steps=8)
        self.page.mouse.up()

    def elements(self) -> Any:
        """Everything in this screen's scene, from back to front."""
        return self.page.evaluate("document.querySelector('[data-board]').board.elements()")

    def picture(self) -> bytes:
        """What the canvas looks like, without the tools."""
        return self.page.locator("canvas.static").screenshot()


def shapes(board: Board) -> list[str]:
    """Kinds of what is on the board, as the database has it."""
    return sorted(one["type"] for one in scene(board) if not one["isDeleted"])


def person(board: Board, role: str) -> Any:
    return Seat.objects.select_related("person").get(round=board.round_id, role=role).person


def same_scene(*screens: Screen) -> bool:
    """Whether all screens show what the database has, element for element, in the same order."""
    stored = substance(scene(screens[0].board))
    return all(substance(screen.elements()) == stored for screen in screens)


def substance(elements: Any) -> list[dict[str, Any]]:
    """Elements without what Excalidraw repairs on each screen: doubled indices, and with them the version."""
    repaired = {"index", "version", "versionNonce", "updated"}
    return [{key: value for key, value in one.items() if key not in repaired} for one in elements]


def shot(page: "Page", name: str) -> None:
    """Keep a screenshot for a person to look at, where one asks for it by BOARD_SHOTS."""
    if folder := os.environ.get("BOARD_SHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_two_people_draw_together_and_an_observer_watches(new_page: Any, board: Board) -> None:
    ada = Screen(new_page(person(board, "candidate")), board)
    ben = Screen(new_page(person(board, "interviewer"), dark=True), board)
    olu = Screen(new_page(person(board, "observer")), board)

    empty = ben.picture()
    ada.tool("r")
    ada.drag((0.3, 0.3), (0.5, 0.5))
    poll(lambda: shapes(board) == ["rectangle"])
    poll(lambda: ben.picture() != empty)
    ben.tool("p")
    ben.drag((0.6, 0.3), (0.8, 0.6))
    ben.tool("t")
    box = ben.box()
    ben.page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.7)
    ben.page.keyboard.type("Ledger")
    ben.page.keyboard.press("Escape")
    poll(lambda: shapes(board) == ["freedraw", "rectangle", "text"])
    assert "here with" in ada.state()
    assert "Ben Interviewer" in ada.state()

    assert "you are watching" in olu.state()
    before = olu.picture()
    olu.page.locator(".excalidraw").first.focus()
    olu.page.keyboard.press("r")
    olu.drag((0.1, 0.6), (0.2, 0.8))
    ben.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.6)
    poll(lambda: olu.page.evaluate("document.querySelectorAll('.excalidraw').length") == 1)
    assert shapes(board) == ["freedraw", "rectangle", "text"]
    assert before
    for name, screen in (("ada", ada), ("ben-dark", ben), ("olu", olu)):
        shot(screen.page, name)


def test_a_reload_and_a_killed_server_lose_nothing(new_page: Any, board: Board, server: Any) -> None:
    ada = Screen(new_page(person(board, "candidate"), allow=AWAY), board)
    ben = Screen(new_page(person(board, "interviewer"), allow=AWAY), board)
    ada.tool("r")
    ada.drag((0.3, 0.2), (0.4, 0.3))
    poll(lambda: shapes(board) == ["rectangle"])
    ada.page.reload()
    ada.settle()
    assert ada.page.evaluate("document.querySelector('[data-board-state]').dataset.link") == "connected"

    server.kill()
    poll(lambda: "reconnecting" in ada.state())
    ada.tool("d")
    ada.drag((0.5, 0.2), (0.6, 0.3))
    poll(lambda: "your strokes are kept" in ada.state())
    ben.tool("o")
    ben.drag((0.3, 0.6), (0.4, 0.7))
    shot(ada.page, "reconnecting")
    server.start()
    ada.settle()
    ben.settle()
    poll(lambda: shapes(board) == ["diamond", "ellipse", "rectangle"])
    poll(lambda: "kept" not in ada.state())
    poll(lambda: same_scene(ada, ben))


def test_a_tab_closed_while_the_server_is_away_costs_nothing(
    new_page: Any, board: Board, server: Any
) -> None:
    ada = Screen(new_page(person(board, "candidate"), allow=AWAY), board)
    server.kill()
    poll(lambda: "reconnecting" in ada.state())
    ada.tool("r")
    ada.drag((0.3, 0.2), (0.4, 0.3))
    poll(lambda: "your strokes are kept" in ada.state())
    context = ada.page.context
    ada.page.goto("about:blank")
    ada.page.close()
    server.start()
    Screen(context.new_page(), board)
    poll(lambda: shapes(board) == ["rectangle"])


def test_a_closed_round_freezes_the_board_on_every_screen(new_page: Any, board: Board) -> None:
    ada = Screen(new_page(person(board, "candidate")), board)
    ada.tool("r")
    ada.drag((0.3, 0.3), (0.5, 0.5))
    poll(lambda: shapes(board) == ["rectangle"])
    freeze(board=board)
    poll(lambda: "the round is over" in ada.state())
    assert ada.page.locator(".App-toolbar").count() == 0
    ada.tool("r")
    ada.drag((0.6, 0.3), (0.8, 0.5))
    ada.page.reload()
    ada.settle()
    assert shapes(board) == ["rectangle"]


def test_undo_is_ones_own(new_page: Any, board: Board) -> None:
    ada = Screen(new_page(person(board, "candidate")), board)
    ben = Screen(new_page(person(board, "interviewer")), board)
    ada.tool("r")
    ada.drag((0.3, 0.3), (0.4, 0.4))
    poll(lambda: shapes(board) == ["rectangle"])
    ben.tool("d")
    ben.drag((0.6, 0.3), (0.7, 0.4))
    poll(lambda: shapes(board) == ["diamond", "rectangle"])
    poll(lambda: same_scene(ada, ben))
    ada.page.keyboard.press("Control+z")
    poll(lambda: shapes(board) == ["diamond"])
    ada.page.keyboard.press("Control+z")
    ada.page.keyboard.press("Control+Shift+z")
    poll(lambda: shapes(board) == ["diamond", "rectangle"])


def test_whatever_the_tools_make_is_taken_and_shown_alike(new_page: Any, board: Board) -> None:
    ada = Screen(new_page(person(board, "candidate")), board)
    ben = Screen(new_page(person(board, "interviewer")), board)
    spots = [
        ((0.3 + column * 0.15, 0.2 + row * 0.2), (0.38 + column * 0.15, 0.3 + row * 0.2))
        for row in (0, 1)
        for column in range(4)
    ]
    for key, (start, end) in zip("rdoalpf", spots, strict=False):
        ada.tool(key)
        ada.drag(start, end)
    ada.tool("a")
    ada.page.get_by_test_id("elbow-arrow").click(force=True)
    ada.drag((0.36, 0.27), (0.47, 0.24))
    box = ada.box()
    ada.page.mouse.dblclick(box["x"] + box["width"] * 0.34, box["y"] + box["height"] * 0.25)
    ada.page.keyboard.type("الدفتر 台帳 ledger")
    ada.page.keyboard.press("Escape")
    poll(
        lambda: (
            shapes(board)
            == ["arrow", "arrow", "diamond", "ellipse", "frame", "freedraw", "line", "rectangle", "text"]
        )
    )
    ada.page.keyboard.press("Control+a")
    ada.page.keyboard.press("Control+g")
    ada.page.keyboard.press("Control+d")
    poll(lambda: len(shapes(board)) == 18)
    poll(lambda: same_scene(ada, ben))
    bound = [one for one in scene(board) if one["type"] == "arrow" and one["startBinding"] and one["elbowed"]]
    assert bound
    assert "could not" not in ada.state()
    shot(ada.page, "tools")


def test_a_stroke_is_seen_while_it_is_drawn(new_page: Any, board: Board) -> None:
    ada = Screen(new_page(person(board, "candidate")), board)
    box = ada.box()
    ada.tool("p")
    ada.page.mouse.move(box["x"] + 400, box["y"] + 200)
    ada.page.mouse.down()
    for step in range(40):
        ada.page.mouse.move(box["x"] + 400 + step * 5, box["y"] + 200 + step)
    poll(lambda: shapes(board) == ["freedraw"], what="the stroke is on the server before it ends")
    ada.page.mouse.up()
    poll(lambda: len(scene(board)[0]["points"]) >= 40)


def test_on_a_phone_the_tools_are_not_covered(new_mobile_page: Any, board: Board) -> None:
    ada = Screen(new_mobile_page(person(board, "candidate")), board)
    page = ada.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tools = page.locator(".App-bottom-bar .App-toolbar-content, .App-toolbar--mobile").first.bounding_box()
    state = page.locator("[data-board-state]").bounding_box()
    assert tools is not None
    assert state is not None
    assert tools["y"] + tools["height"] <= state["y"] + 1
    assert ada.box()["height"] >= 0.6 * 844
    page.touchscreen.tap(tools["x"] + 40, tools["y"] + 20)
    shot(page, "phone")


def test_nothing_leads_away_from_the_board(new_page: Any, board: Board) -> None:
    ada = Screen(new_page(person(board, "candidate")), board)
    host = ada.page.url.split("/boards/")[0]
    asked: list[str] = []
    ada.page.on("request", lambda request: asked.append(request.url))
    ada.tool("0")
    ada.tool("?")
    ada.page.wait_for_selector(".HelpDialog")
    shot(ada.page, "help")
    visible = ada.page.evaluate(
        "[...document.querySelectorAll('a[href]')].filter((a) => a.checkVisibility()).map((a) => a.href)"
    )
    assert [link for link in visible if not link.startswith(host)] == []
    ada.page.keyboard.press("Escape")
    ada.page.locator(".main-menu-trigger").click()
    shot(ada.page, "menu")
    assert [url for url in asked if not url.startswith((host, "data:", "blob:"))] == []


def test_without_script_the_picture_is_offered(new_page: Any, board: Board) -> None:
    page = new_page(person(board, "candidate"), script=False)
    page.goto(f"/boards/{board.pk}/")
    page.get_by_role("link", name="See what is on it as a picture").click()
    assert page.url.endswith("/picture.svg")
