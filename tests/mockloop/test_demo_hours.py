"""The demo peers' hours are generous enough: whenever somebody tries the product, a loop can be booked."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from interviews.booking.selectors import Wishes, propose
from interviews.kinds import LOOP_KINDS
from interviews.models import Qualification
from tests.factories import make_track

# A week with a change of clocks in America, hour by hour in steps that walk through the day.
MOMENTS = [datetime(2026, 10, 29, 0, 5, tzinfo=UTC) + timedelta(hours=11 * step) for step in range(16)]


@pytest.fixture
def cast(db, settings, capsys):
    settings.DEMO = True
    call_command("demo")
    return make_track()


def test_demo_peers_are_let_in_for_what_they_run_and_what_they_earn_stays(cast):
    for peer in User.objects.filter(is_demo=True, schedule__isnull=False):
        assert set(peer.qualifications.values_list("kind", flat=True)) == set(peer.schedule.round_kinds)
    assert set(Qualification.objects.values_list("source", flat=True)) == {"demo"}
    now = timezone.now()
    earned, given = Qualification.objects.order_by("pk")[:2]
    for row, source in ((earned, "calibration"), (given, "demo")):
        Qualification.objects.filter(pk=row.pk).update(source=source, until=now + timedelta(days=9))
    call_command("demo")
    earned.refresh_from_db()
    given.refresh_from_db()
    assert earned.until == now + timedelta(days=9)
    assert given.until > now + timedelta(days=300)


@pytest.mark.parametrize("pace", ["spread", "one_day"])
@pytest.mark.parametrize("email", ["maya@demo.example", "jordan@demo.example"])
def test_both_candidates_find_a_loop_at_any_hour(cast, monkeypatch, email, pace):
    candidate = User.objects.get(email=email)
    for moment in MOMENTS:
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        today = moment.astimezone(ZoneInfo(candidate.timezone)).date()
        wishes = Wishes(
            first=today, last=today + timedelta(days=5), after=time(8), before=time(21), pace=pace
        )
        plans = propose(candidate=candidate, track=cast, wishes=wishes, limit=1).outcome.plans
        assert plans, f"nothing for {email} at {moment}"
        best = plans[0]
        assert {slot.kind for slot in best.slots} == set(LOOP_KINDS)
        compromises = (best.outside_hours, best.other_pace, best.shared_interviewer)
        assert not any(compromises), f"poor plan for {email} at {moment}"
