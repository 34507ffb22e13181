"""A whole mock loop, lived through in real browsers against the real product, worker and restart included."""

import io
import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from interviews.board.selectors import scene
from interviews.models import Board, Claim, Loop, Presence, Round, Schedule, Seat, WeeklyInterval
from rubrics.models import Debrief, DebriefRevision, Scorecard
from tests.browser.calibrating import calibrate
from tests.browser.story_cards import GRATEFUL, STRONG, WEAK, look_back, score, shadow, shot, tab
from tests.factories import make_user
from tests.polling import poll
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "settle the ledger twice"
# Excalidraw's thumbnails set styles inline, which the policy refuses; a killed server refuses connections; a
# card that lacks something is answered 422.
ALLOW = (
    r"Content Security Policy.*style",
    r"422 for .*/scorecard/",
    r"ERR_CONNECTION_REFUSED",
    r"WebSocket connection to",
    r"htmx:(sendError|afterRequest)",
    r"htmx:(sendError|afterRequest)",
)


def test_a_loop_from_sign_up_to_debrief(server: Product, new_page: Any) -> None:
    Schedule.objects.all().delete()  # only the people of this story offer hours
    coach = User.objects.get(email="hannah@demo.example")
    observer = make_user("Otto Observer")
    stranger = make_user("Sam Stranger", is_peer=True, is_coach=True)

    peer_page = new_page(timezone="Europe/London", allow=ALLOW)
    sign_up(server, peer_page, "Petra Peer", "petra@example.org", runs_rounds=True)
    state_hours(peer_page)
    calibrate(peer_page)
    page = new_page(timezone="Europe/Berlin", allow=ALLOW)
    sign_up(server, page, "Nadia Novak", "nadia@example.org")
    candidate = User.objects.get(email="nadia@example.org")
    assert candidate.timezone == "Europe/Berlin"
    assert User.objects.get(email="petra@example.org").timezone == "Europe/London"

    loop = book(server, page)
    rounds = list(loop.rounds.order_by("position"))
    coach_page = new_page(coach, allow=ALLOW)
    let_coach_in(page, coach_page, coach)
    observer_page = new_page(observer, allow=ALLOW)
    for round_ in rounds:
        bring_forward(page, loop, round_)
        if round_.kind == "system_design":
            invite(page, observer)
            observer_page.goto(f"/rounds/{round_.pk}/")
        interview(page, peer_page, round_)
        if round_.kind == "system_design":
            survive_a_kill(server, page, peer_page, observer_page, round_)
        score(peer_page, round_)
        if round_.kind == "system_design":
            shadow(observer_page, round_)
        end(peer_page, page, round_)
        look_back(page, round_)

    read_debrief(page, loop)
    read_pdf(page, loop)
    followed_by_coach(coach_page, loop)
    shut_to(new_page(stranger, allow=(*ALLOW, "404")), loop)
    assert Debrief.objects.get(loop=loop).state == "ready"
    assert DebriefRevision.objects.filter(debrief__loop=loop).count() == 1


def sign_up(server: Product, page: "Page", name: str, email: str, *, runs_rounds: bool = False) -> None:
    """Sign up, confirm by the mailed link, and end up signed in."""
    page.goto("/accounts/signup/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    if runs_rounds:
        page.get_by_label("I run rounds as a peer").check()
    page.get_by_role("button", name="Sign up").click()
    link = poll(lambda: confirmation(server, email), seconds=20, what="the link in the verification mail")
    page.goto(link)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/")
    assert page.get_by_role("button", name="Sign out").first.count() == 1


def confirmation(server: Product, email: str) -> str:
    """The link in the verification mail; "" while it is not there, or not all of it is written yet."""
    for mail in server.mails(email):
        text = mail.get_body(("plain",))
        if link := re.search(r"http://\S+/confirm-email/\S+(?=\s)", text.get_content() if text else ""):
            return link[0]
    return ""


def state_hours(page: "Page") -> None:
    """Offer every day around the clock, in one's own zone; with an hour's notice: so there is a lobby."""
    page.goto("/hours/")
    for day in ("Monday", "Saturday", "Sunday"):
        page.get_by_role("button", name=re.compile(f"Add hours.*{day}")).click()
        page.get_by_label(re.compile(f"{day}, .*(start|from)", re.IGNORECASE)).last.fill("00:00")
        page.get_by_label(re.compile(f"{day}, .*(end|until|to)", re.IGNORECASE)).last.fill("00:00")
    page.get_by_role("button", name=re.compile("Copy to weekdays.*Monday")).click()
    page.get_by_label(re.compile("Friday, ")).first.wait_for()
    page.get_by_label(re.compile("notice", re.IGNORECASE)).fill("1")
    page.get_by_role("button", name="Save hours").last.click()
    poll(lambda: WeeklyInterval.objects.count() == 7, what="seven days of hours are kept")
    assert Schedule.objects.get().timezone == "Europe/London"


def book(server: Product, page: "Page") -> Loop:
    """Take the first plan; everybody gets calendar mail for each round."""
    page.goto("/loops/book/")
    shot(page, "book")
    page.get_by_role("button", name="Book this loop").first.click()
    page.wait_for_url(re.compile(r"/loops/[0-9a-f-]{36}/"))
    loop = Loop.objects.get()
    assert [each.kind for each in loop.rounds.order_by("position")] == [
        "recruiter",
        "product_sense",
        "system_design",
        "behavioural",
    ]
    assert Claim.objects.count() == 2 * (2 + 3 + 3 + 3)
    for email in ("nadia@example.org", "petra@example.org"):
        poll(
            lambda email=email: len(invitations(server, email)) == 4,
            seconds=20,
            what=f"4 invitations to {email}",
        )
    return loop


def invitations(server: Product, email: str) -> list[Any]:
    """The calendar parts of somebody's mails."""
    return [
        part
        for mail in server.mails(email)
        for part in mail.walk()
        if part.get_content_type() == "text/calendar" and part["Content-Type"].params["method"] == "REQUEST"
    ]


def let_coach_in(page: "Page", coach_page: "Page", coach: User) -> None:
    """The candidate invites the coach, who finds it among their settings and says yes."""
    page.goto("/settings/coaches/")
    page.get_by_label("Your coach’s address").fill(coach.email)
    page.get_by_role("button", name="Invite them").click()
    page.get_by_text("a mail is on its way").wait_for()
    coach_page.goto("/settings/coaches/")
    coach_page.get_by_role("link", name=re.compile("Answer.*Nadia Novak")).click()
    coach_page.get_by_role("button", name="Yes, I coach them").click()
    poll(lambda: coach.grants_held.filter(candidate__name="Nadia Novak").exists(), what="the grant")


def bring_forward(page: "Page", loop: Loop, round_: Round) -> None:
    """Before its time there is a lobby; the demo's shortcut moves the round to now and opens the room."""
    page.goto(f"/rounds/{round_.pk}/")
    page.get_by_text("The room opens").first.wait_for()
    if round_.position == 0:
        shot(page, "lobby")
        page.goto(f"/loops/{loop.pk}/")
        shot(page, "loop")
        page.goto(f"/rounds/{round_.pk}/")
    page.get_by_role("button", name="Demo: start this round now").click()
    page.wait_for_selector("[data-board][data-ready]")
    round_.refresh_from_db()
    assert round_.loop_id == loop.pk
    assert abs((timezone.now() - round_.starts_at).total_seconds()) < 16 * 60


def interview(page: "Page", peer_page: "Page", round_: Round) -> None:
    """Both meet, the clock starts, the prompt opens step by step, both draw."""
    body = round_.prompt.body
    first, second = body["steps"][0]["title"], body["steps"][1]["title"]
    peer_page.goto(f"/rounds/{round_.pk}/")
    peer_page.wait_for_selector("[data-board][data-ready]")
    for each in (page, peer_page):
        each.locator("[data-room-here]", has_text="Nadia Novak").filter(has_text="Petra Peer").wait_for()
    assert first not in page.content()
    peer_page.get_by_role("button", name="Start the round").click()
    peer_page.get_by_role("button", name="Pause").wait_for()
    peer_page.get_by_role("button", name="Reveal this step").click()
    if page.get_by_role("tab", name="People").get_attribute("aria-selected") == "true":
        page.get_by_text("The interviewer opened a step of the prompt.").wait_for()
        tab(page, "Prompt")
    page.get_by_role("heading", name=first).wait_for()
    assert second not in page.content()
    poll(lambda: abs(read_clock(page) - read_clock(peer_page)) <= 1, what="both clocks show the same")
    draw(page, "r", (0.3, 0.35), (0.45, 0.55))
    draw(peer_page, "o", (0.55, 0.35), (0.7, 0.55))
    for each in (page, peer_page):
        poll(lambda each=each: drawn(each) == ["ellipse", "rectangle"], what="both shapes on both screens")
    if round_.kind == "system_design":
        shot(page, "room-candidate")
        shot(peer_page, "room-interviewer")
    tab(peer_page, "Notes")
    peer_page.get_by_label("Private notes").fill("asked for the failure case himself")
    peer_page.keyboard.press("Control+;")
    poll(
        lambda: round_.notes.filter(text__contains="failure case himself").exists(),
        what="the notes are saved",
    )
    assert "failure case himself" not in page.content()


def survive_a_kill(
    server: Product, page: "Page", peer_page: "Page", observer_page: "Page", round_: Round
) -> None:
    """The server dies and comes back: nothing is lost, not even what was drawn meanwhile."""
    observer_page.wait_for_selector("[data-board][data-ready]")
    poll(lambda: drawn(observer_page) == ["ellipse", "rectangle"], what="the observer sees both")
    before = read_clock(page)
    server.kill()
    peer_page.locator("[data-room-link][data-state='lost']").wait_for()
    draw(page, "d", (0.3, 0.65), (0.45, 0.85))
    server.start()
    for each in (page, peer_page, observer_page):
        each.locator("[data-room-link][data-state='connected']").wait_for(timeout=20_000)
        poll(
            lambda each=each: drawn(each) == ["diamond", "ellipse", "rectangle"],
            seconds=20,
            what="all three shapes",
        )
    board = Board.objects.get(round=round_)
    poll(lambda: len(scene(board)) == 3, what="three shapes in the database")
    assert read_clock(page) <= before
    peer_page.get_by_role("tab", name="Prompt").click()
    peer_page.get_by_role("button", name="Reveal this step").click()
    page.get_by_role("heading", name=round_.prompt.body["steps"][1]["title"]).wait_for()
    draw(observer_page, "r", (0.5, 0.7), (0.6, 0.8))
    draw(peer_page, "a", (0.5, 0.6), (0.7, 0.6))
    poll(lambda: drawn(page) == ["arrow", "diamond", "ellipse", "rectangle"], what="the arrow, and no more")


def end(peer_page: "Page", page: "Page", round_: Round) -> None:
    """The interviewer ends the round; everybody's board is frozen as it is."""
    peer_page.get_by_role("link", name="End round").click()
    peer_page.get_by_role("button", name="End the round").click()
    peer_page.get_by_text("What was kept").wait_for()
    if round_.kind == "system_design":
        shot(peer_page, "closed")
    page.get_by_text("This round is over.").wait_for()
    before = scene(Board.objects.get(round=round_))
    draw(page, "r", (0.75, 0.7), (0.85, 0.85))
    page.goto(f"/rounds/{round_.pk}/")
    page.wait_for_selector("[data-board][data-ready]")
    assert scene(Board.objects.get(round=round_)) == before
    assert Round.objects.get(pk=round_.pk).state == Round.State.COMPLETED
    assert Presence.objects.filter(round=round_).values("person").distinct().count() >= 2


def read_debrief(page: "Page", loop: Loop) -> None:
    """A real worker compiles it while the page waits."""
    page.goto(f"/loops/{loop.pk}/debrief/")
    page.get_by_text("What to do next").first.wait_for(timeout=30_000)
    pictures = "[...document.images].filter((each) => each.complete && each.naturalWidth).length"
    poll(lambda: page.evaluate(pictures) == loop.rounds.count(), what="a picture of each round's board")
    shot(page, "debrief")
    for evidence in page.locator("details.fold > summary").all():
        evidence.click()
    said = page.locator("main").inner_text()
    assert STRONG in said
    assert WEAK in said
    for card in Scorecard.objects.filter(round__loop=loop):
        for criterion in card.rubric.body["criteria"]:
            assert criterion["title"] in said
    assert GRATEFUL not in page.content(), "the rating is the interviewer’s to read"
    assert "asked for the failure case" not in page.content(), "private notes stay private"


def read_pdf(page: "Page", loop: Loop) -> None:
    answer = page.request.get(f"/loops/{loop.pk}/debrief.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(
        " ".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.body())).pages).split()
    )
    for wanted in ("Nadia Novak", "Petra Peer", "Otto Observer", STRONG, WEAK):
        assert wanted in text


def followed_by_coach(page: "Page", loop: Loop) -> None:
    page.goto("/debriefs/")
    shot(page, "debriefs")
    page.get_by_role("link", name=re.compile("Nadia Novak")).first.click()
    page.get_by_text("What to do next").first.wait_for()
    assert str(loop.pk) in page.url


def shut_to(page: "Page", loop: Loop) -> None:
    """A stranger with every role gets a 404 at every door of this loop."""
    doors = [f"/loops/{loop.pk}/", f"/loops/{loop.pk}/debrief/", f"/loops/{loop.pk}/debrief.pdf"]
    for round_ in loop.rounds.all():
        doors += [
            f"/rounds/{round_.pk}/",
            f"/rounds/{round_.pk}/scorecard/",
            f"/rounds/{round_.pk}/calendar.ics",
            f"/boards/{round_.board.pk}/picture.svg",
        ]
    assert {page.request.get(door).status for door in doors} == {404}
    page.goto("/debriefs/")
    assert "Nadia" not in page.content()
    assert not Seat.objects.filter(person__name="Sam Stranger").exists()


def invite(page: "Page", observer: User) -> None:
    tab(page, "People")
    page.get_by_label("Email of the person to invite").fill(observer.email)
    page.get_by_role("button", name="Invite to watch").click()
    page.get_by_text("Otto Observer can watch now").wait_for()


def read_clock(page: "Page") -> int:
    """Seconds left on the screen's clock."""
    minutes, seconds = page.locator("[data-clock-time]").inner_text().split(":")
    return int(minutes) * 60 + int(seconds)


def draw(page: "Page", tool: str, start: tuple[float, float], stop: tuple[float, float]) -> None:
    """Choose a tool by its key and drag; places as shares of the canvas."""
    box = page.locator("[data-board-canvas]").bounding_box()
    assert box
    spots = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in (start, stop)]
    page.locator(".excalidraw").first.focus()
    page.keyboard.press(tool)
    page.mouse.move(*spots[0])
    page.mouse.down()
    page.mouse.move(*spots[1], steps=6)
    page.mouse.up()


def drawn(page: "Page") -> list[str]:
    """Kinds of what is on this screen."""
    found: list[Any] = page.evaluate("document.querySelector('[data-board]').board.elements()")
    return sorted(each["type"] for each in found if not each["isDeleted"])
