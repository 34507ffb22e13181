"""A newcomer's way to being offered, as far as stories need it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from interviews.kinds import LOOP_KINDS
from interviews.qualifying.services import qualify
from rubrics.models import CalibrationAttempt

if TYPE_CHECKING:
    from playwright.sync_api import Page


def calibrate(page: "Page") -> None:
    """Nobody is offered a round with a newcomer: one sample is scored here, leave is given for the rest."""
    # What saving the hours answers takes the page's place: a link from before would be clicked in vain.
    page.get_by_role("button", name="Undo the last saving").wait_for()
    page.get_by_text("You are not calibrated yet for:").wait_for()
    page.get_by_role("link", name="Score samples").click()
    kind = page.get_by_role("region", name="Settlement system design")
    kind.get_by_text("Not calibrated yet").wait_for()
    kind.get_by_role("button", name="Score it").first.click()
    page.wait_for_url("**/calibration/attempts/**")
    attempt = CalibrationAttempt.objects.select_related("sample", "rubric").get()
    agreed = attempt.sample.references.get(is_current=True).body
    for criterion in attempt.rubric.body["criteria"]:
        row = page.locator(f"#criterion_{criterion['key']}")
        score = agreed[criterion["key"]]["half_steps"]
        row.locator(f"input[value='{score or 'no'}']").check(force=True)
        row.locator("textarea").fill("said so in the middle of it")
        assert agreed[criterion["key"]]["reason"].split(".")[0] not in page.content()
    page.get_by_role("button", name="Hand in your scores").click()
    page.get_by_role("heading", name="Yours beside the agreed scores").wait_for()
    page.get_by_text("Passed: 1 of 2.").wait_for()
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.total) == (True, 0)
    for each in LOOP_KINDS:
        qualify(person=attempt.person, kind=each, until=timezone.now() + timedelta(days=30), source="granted")
