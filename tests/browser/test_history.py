"""A coach finds debriefs by words, keeps the view and takes it away: wide, and on a phone."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from accounts.models import AccessEntry
from rubrics.models import SavedView
from tests.browser.conftest import NewPage
from tests.factories import make_coach, make_user
from tests.rubrics.history.making import listed_debrief


@pytest.mark.parametrize("mobile", [False, True], ids=["1280", "390"])
def test_filter_saved_view_and_export(new_page: NewPage, mobile: bool) -> None:
    amara, kenji = make_user("Amara Okafor"), make_user("Kenji Sato")
    for person, days, scores in ((amara, 3, [5, 6]), (amara, 20, [4]), (kenji, 9, [8])):
        listed_debrief(
            person, days_ago=days, scores={"system_design": {"idempotency": scores}}, apart=len(scores) - 1
        )
    page = new_page(
        # A list that is asked for anew lets go of the answer that is still on its way.
        make_coach(amara, kenji),
        mobile=mobile,
        allow=(r"htmx:(sendAbort|afterRequest)",),
    )
    page.goto("/debriefs/")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(3)
    if mobile:
        expect(page.locator("#filter_criterion")).to_be_hidden()
        page.get_by_text("Filter and order").click()
    page.locator("#filter_criterion").select_option("idempotency")
    page.locator("#filter_below").select_option("6")
    expect(rows).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="below 3")).to_have_text(re.compile("2 debriefs, “"))
    expect(page).to_have_url(re.compile(r"\?criterion=idempotency&below=6&view=$"))
    width = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert width <= 0, "nothing scrolls sideways"

    page.get_by_text("Save this view").click()
    page.locator("#view-name").fill("Weak keys")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Weak keys")).to_have_attribute("aria-current", "true")
    assert SavedView.objects.get().query == "criterion=idempotency&below=6"

    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="2 debriefs for Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert [cell.value for cell in book["Debriefs"]["A"]] == ["Candidate", "Amara Okafor", "Amara Okafor"]
    assert AccessEntry.objects.filter(what="export", candidate=amara).exists()

    page.get_by_role("link", name=re.compile("Without .*below 3")).click()
    expect(rows).to_have_count(3)
    page.get_by_role("link", name="Weak keys").click()
    expect(rows).to_have_count(2)
    rows.first.focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.get_by_role("link", name="Manage views").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Name")).to_have_value("Weak keys")
