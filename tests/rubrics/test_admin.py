"""What an administrator sees and may do: how far things are, and trying again; nothing that raters said."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from rubrics.debriefs import compiler
from rubrics.models import Debrief, Rubric, Scorecard
from tests.rubrics.making import finished_loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_for: Callable[[Any], Any]) -> Any:
    return client_for(User.objects.create_superuser("root@example.org", "x"))


def test_states_are_seen_and_what_was_said_is_not(client: Any) -> None:
    finished_loop()
    compiler.sweep()
    pages = {
        "scorecard": Scorecard.objects.first(),
        "debrief": Debrief.objects.first(),
        "rubric": Rubric.objects.first(),
    }
    for name, thing in pages.items():
        assert thing is not None
        for address in (f"/admin/rubrics/{name}/", f"/admin/rubrics/{name}/{thing.pk}/change/"):
            answer = client.get(address)
            assert answer.status_code == 200, address
            for secret in ("EVIDENCE", "TAKEAWAY", "CALLREASON"):
                assert secret not in answer.content.decode()
        assert client.get(f"/admin/rubrics/{name}/add/").status_code == 403
        assert client.post(f"/admin/rubrics/{name}/{thing.pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.post(f"/admin/rubrics/{name}/{thing.pk}/change/", {"state": "draft"}).status_code == 403


def test_a_failed_debrief_can_be_tried_again(client: Any) -> None:
    finished_loop()
    Debrief.objects.update(state="failed", error="ValueError: no ink")
    debrief = Debrief.objects.get()
    assert "no ink" in client.get("/admin/rubrics/debrief/").content.decode()
    client.post("/admin/rubrics/debrief/", {"action": "retry", "_selected_action": [str(debrief.pk)]})
    debrief.refresh_from_db()
    assert debrief.state == "queued"
