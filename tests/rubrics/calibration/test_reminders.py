"""Word that leave to be offered is about to end."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.models import OutgoingMail
from interviews.models import Qualification
from rubrics.calibration.reminders import owe_reminders
from tests.factories import make_peer, qualify

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def lapsing(days: float, *kinds: str, given: float = 300, **fields: Any) -> User:
    """A peer whose leave for these kinds ends in so many days, and was given so many days ago."""
    peer = make_peer(qualified=False, **fields)
    qualify(peer, *kinds)
    now = timezone.now()
    peer.qualifications.update(until=now + days * DAY, updated_at=now - given * DAY)
    return peer


def mails() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("to", "key"))


def test_one_mail_names_all_kinds_of_a_day_and_is_owed_once() -> None:
    peer = lapsing(29, "recruiter", "behavioural")
    assert owe_reminders() == 1
    owe_reminders()
    (mail,) = OutgoingMail.objects.all()
    assert mail.to == peer.email
    assert "Recruiter screen, " in mail.text
    assert "(Europe/Berlin)" in mail.text
    assert "/calibration/" in mail.text
    assert mail.expires_at == peer.qualifications.earliest("pk").until


def test_thirty_days_before_and_again_seven_days_before() -> None:
    peer = lapsing(31, "recruiter")
    assert owe_reminders() == 0
    until = timezone.now() + 20 * DAY
    peer.qualifications.update(until=until)
    owe_reminders()
    owe_reminders()
    Qualification.objects.update(until=until - 14 * DAY)
    owe_reminders()
    assert [key.rpartition(":")[2] for _, key in mails()] == ["30", "7"]


def test_who_comes_late_to_the_first_gets_the_second_alone() -> None:
    lapsing(3, "recruiter")
    owe_reminders()
    assert [key.rpartition(":")[2] for _, key in mails()] == ["7"]


def test_not_what_was_just_given_nor_lapsed_nor_to_who_runs_no_rounds(settings: Any) -> None:
    lapsing(20, "recruiter", given=1)
    lapsing(-1, "recruiter")
    lapsing(20, "recruiter", is_active=False)
    stopped = lapsing(20, "recruiter")
    User.objects.filter(pk=stopped.pk).update(is_peer=False)
    assert owe_reminders() == 0
    settings.CALIBRATION_SAMPLES = 0
    lapsing(20, "recruiter")
    assert owe_reminders() == 0


def test_queries_do_not_grow(django_assert_num_queries: Any) -> None:
    for _ in range(4):
        lapsing(20, "recruiter", "behavioural")
    with django_assert_num_queries(3):
        owe_reminders()
