"""Rubrics written in real browsers: at a desk, on a phone, in two tabs, without a network, without script."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from interviews.loops.services import set_round_state
from interviews.models import Prompt, Track
from rubrics.models import Rubric, RubricDraft, Scorecard
from tests.browser.week import Finger
from tests.factories import make_coach, make_loop, make_round, make_user
from tests.polling import poll
from tests.product import Product

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.pages, pytest.mark.django_db(transaction=True)]
TRACK, KIND = "fintech-settlement", "recruiter"
HERE = f"/rubrics/{TRACK}/{KIND}/"
TOLD = (r"409 for .*/edit/", r"ERR_INTERNET_DISCONNECTED")
WIDTHS = pytest.mark.parametrize("mobile", [False, True], ids=["1280", "390"])


def opened(new_page: Any, author: User, **options: Any) -> "Page":
    page: Page = new_page(author, **{"allow": TOLD, **options})
    page.goto(HERE + "edit/")
    return page


def keys() -> list[str]:
    """The criteria of the draft in their order."""
    return [each["id"] for each in RubricDraft.objects.get().body["criteria"]]


def first_keys() -> list[str]:
    return [each["key"] for each in current().body["criteria"]]


def current() -> Rubric:
    return Rubric.objects.get(track_slug=TRACK, kind=KIND, is_current=True)


def saved(what: str, **fields: Any) -> None:
    poll(lambda: RubricDraft.objects.filter(**fields).exists(), what=what)


def handle(page: "Page", key: str) -> Any:
    return page.locator(f'[data-editor-outline] [data-row="{key}"] [data-editor-handle]')


def middle(page: "Page", key: str) -> tuple[float, float]:
    box = handle(page, key).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def fits(page: "Page") -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"))


@WIDTHS
def test_a_coach_writes_and_publishes_and_the_next_card_uses_it(
    server: Product, new_page: Any, mobile: bool
) -> None:
    page = opened(new_page, make_coach(name="Ann Author"), mobile=mobile)
    before = current()
    title = page.locator("#title")
    title.fill("Recruiter screen, anew")
    page.get_by_role("button", name="Add a criterion").click()
    expect(page.locator("#c-1-title")).to_be_focused()
    page.keyboard.type("Plain words")
    expect(page.locator('[data-editor-outline] [data-row="1"] a')).to_have_text("Plain words")
    page.locator("#c-1-question").fill("Does a stranger understand it at once?")
    page.locator("#c-1-weight").select_option("2")
    page.locator("#c-1-must").check()
    for point in range(1, 6):
        page.locator(f"#c-1-a{point}").fill(
            f"At {point}, the listener asks back {5 - point} times what it is."
        )
    page.locator("#c-1-a3").fill("Too short")
    page.locator("#c-1-examples").fill("“So money arrives today.”\nExplained a ledger to a child.")
    expect(page.locator("#c-1-a3_error")).to_have_text("9 characters, at least 40")
    expect(page.locator("[data-editor-count]")).to_have_text("1")
    page.locator("#c-1-a3").fill("The listener asks back once or twice, and gets a plain answer then.")
    expect(page.locator("[data-editor-ready]")).to_be_visible()
    expect(page.locator("#preview legend").last).to_contain_text("Plain words")
    assert fits(page)
    page.get_by_role("button", name="Review and publish").click()
    expect(page.get_by_text("No drill serves Plain words")).to_be_visible()
    assert fits(page)
    page.get_by_label("What is different, and why").fill("Plain words were missing")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Version 2 is current from now on")).to_be_visible()
    assert fits(page)
    now = current()
    assert (now.number, now.title, now.body["criteria"][-1]["key"]) == (
        2,
        "Recruiter screen, anew",
        "plain_words",
    )
    assert now.body["criteria"][-1]["must_observe"] is True
    assert Rubric.objects.get(pk=before.pk).body == before.body
    assert page.evaluate("localStorage.length") == 0
    card_uses(new_page, now)


def card_uses(new_page: Any, rubric: Rubric) -> None:
    loop = make_loop(make_user("Cara Candidate"), rounds=False)
    loop.track = Track.objects.get(slug=TRACK, is_current=True)
    loop.save()
    rater = make_user("Ivo Interviewer", is_peer=True)
    live = make_round(loop, KIND, interviewer=rater, starts_at=timezone.now() + timedelta(minutes=1))
    live.prompt = Prompt.objects.filter(kind=KIND, is_current=True).exclude(track_slug="test-track")[0]
    live.save()
    set_round_state(round=live, new="live", actor=None)
    page = new_page(rater)
    page.goto(f"/rounds/{live.pk}/scorecard/")
    expect(page.locator("legend", has_text="Plain words")).to_be_visible()
    page.locator("#card_takeaway").fill("Say it in plain words.")
    poll(lambda: Scorecard.objects.filter(rater=rater).exists(), what="the card's first save")
    assert Scorecard.objects.get(rater=rater).rubric == rubric


def test_the_order_is_changed_by_keyboard_and_told(server: Product, new_page: Any) -> None:
    page = opened(new_page, make_coach())
    one, two, three, *rest = first_keys()
    handle(page, three).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # no further than the top
    expect(handle(page, three)).to_be_focused()
    expect(page.locator("[data-editor-said]")).to_contain_text(re.compile("now 1 of|saved"))
    expect(page.locator("[data-editor-criteria] > details").first).to_have_attribute("data-row", three)
    poll(lambda: RubricDraft.objects.exists() and keys() == [three, one, two, *rest], what="the order")
    page.get_by_role("button", name=re.compile("^Move .* down$")).first.click()
    poll(lambda: keys() == [one, three, two, *rest], what="the button's move")


@WIDTHS
def test_the_order_is_changed_by_dragging(server: Product, new_page: Any, mobile: bool) -> None:
    page = opened(new_page, make_coach(), mobile=mobile)
    one, two, three, *rest = first_keys()
    handle(page, one).scroll_into_view_if_needed()
    (x, start), (_x, end) = middle(page, one), middle(page, three)
    if mobile:
        Finger(page).drag((x, start), (x, end + 4))
    else:
        page.mouse.move(x, start)
        page.mouse.down()
        page.mouse.move(x, end + 4, steps=6)
        page.mouse.up()
    poll(lambda: RubricDraft.objects.exists() and keys() == [two, three, one, *rest], what="the drop")
    expect(page.locator("[data-editor-criteria] .part__number").first).to_have_text("1")


def test_a_drag_is_called_off_by_escape(server: Product, new_page: Any) -> None:
    page = opened(new_page, make_coach())
    order = first_keys()
    handle(page, order[0]).scroll_into_view_if_needed()
    (x, start), (_x, end) = middle(page, order[0]), middle(page, order[2])
    page.mouse.move(x, start)
    page.mouse.down()
    page.mouse.move(x, end + 4, steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    shown = page.locator("[data-editor-outline] > li").evaluate_all("all => all.map((e) => e.dataset.row)")
    assert shown == order


def test_two_tabs_the_later_one_is_told(server: Product, new_page: Any) -> None:
    author = make_coach()
    one, two = opened(new_page, author), opened(new_page, author)
    one.locator("#title").fill("From the first tab")
    saved("the first tab", body__title="From the first tab")
    two.locator("#title").fill("From the second tab")
    expect(two.locator("[data-editor-stale]")).to_be_visible()
    two.locator("#title").press_sequentially(", and more")
    two.get_by_role("button", name="Add a criterion").click()
    two.wait_for_timeout(1200)
    assert RubricDraft.objects.get().body["title"] == "From the first tab"
    two.get_by_role("button", name="Save what is here").click()
    saved("the choice", body__title="From the second tab, and more")
    expect(two.locator("[data-editor-stale]")).to_be_hidden()
    two.locator("#title").fill("Saved on")
    saved("what comes after", body__title="Saved on")


def test_what_is_removed_is_brought_back_with_what_was_typed(server: Product, new_page: Any) -> None:
    page = opened(new_page, make_coach())
    key = first_keys()[1]
    page.locator(f"#c-{key}-question").fill("Was this typed a moment ago?")
    page.locator(f"#c-{key}").get_by_role("button", name="Remove this criterion").click()
    expect(page.locator(f"#c-{key}")).to_have_count(0)
    page.get_by_role("button", name="Bring back").click()
    expect(page.locator(f"#c-{key}-question")).to_have_value("Was this typed a moment ago?")
    assert keys() == first_keys()


def test_what_was_typed_without_a_network_is_kept_and_sent_on_return(server: Product, new_page: Any) -> None:
    page = opened(new_page, make_coach())
    page.context.set_offline(True)
    page.locator("#title").fill("Typed in a tunnel")
    expect(page.locator("[data-editor-state]")).to_have_text("offline, kept here")
    page.context.set_offline(False)
    saved("sending on return", body__title="Typed in a tunnel")
    page.context.set_offline(True)
    page.locator("#title").fill("Typed before the lid closed")
    expect(page.locator("[data-editor-state]")).to_have_text("offline, kept here")
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(HERE + "edit/")
    saved("what the closed tab held", body__title="Typed before the lid closed")
    expect(again.locator("#title")).to_have_value("Typed before the lid closed")
    poll(lambda: again.evaluate("localStorage.length") == 0, what="nothing kept any more")


def test_without_script_it_is_a_form(server: Product, new_page: Any) -> None:
    page = opened(new_page, make_coach(), script=False)
    order = first_keys()
    page.locator("#title").fill("Without script")
    page.get_by_role("button", name=re.compile("^Move .* up$")).nth(1).click()
    assert keys() == [order[1], order[0], *order[2:]]
    page.get_by_role("button", name="Review and publish").click()
    page.get_by_label("What is different, and why").fill("Two changed places")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("Version 2 is current from now on")).to_be_visible()
    assert current().title == "Without script"
