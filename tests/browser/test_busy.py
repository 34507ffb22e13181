"""Bringing a calendar in a real browser, looked at by the real worker, so that no plan lies on it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from interviews.booking.openings import down
from interviews.booking.signed import unseal
from interviews.models import BusyTime
from tests.factories import make_user
from tests.interviews.busy.samples import calendar


def test_an_uploaded_calendar_is_planned_around(new_mobile_page: Any, tmp_path: Path) -> None:
    candidate = make_user("Busy Bea", timezone="Europe/Berlin")
    start = (timezone.now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    file = tmp_path / "Work.ics"
    file.write_bytes(calendar(f"UID:1\nSUMMARY:Secret\nDTSTART:{start:%Y%m%dT%H%M%SZ}\nDURATION:P6D"))
    page = new_mobile_page(candidate)
    page.goto("/settings/busy/")
    expect(page.get_by_text("None yet")).to_be_visible()
    page.get_by_label("Calendar file").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    entry = page.locator("#busy-list")
    expect(entry).to_contain_text("Looked at")
    expect(entry).to_contain_text("1 busy time ahead")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    busy = BusyTime.objects.get(source__person=candidate)

    page.goto("/loops/book/?pace=one_day")
    plans = [field.get_attribute("value") for field in page.locator("input[name=plan]").all()]
    assert plans
    for text in plans:
        for slot in unseal(text, candidate=candidate).plan.slots:
            assert slot.end <= down(busy.starts_at) or slot.start >= down(busy.ends_at)

    page.goto("/settings/busy/")
    entry.get_by_role("link").click()
    page.get_by_role("button", name="Remove this calendar").click()
    expect(page.get_by_text("None yet")).to_be_visible()
    assert not BusyTime.objects.filter(source__person=candidate).exists()
