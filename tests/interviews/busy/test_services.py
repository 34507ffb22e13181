"""Calendars as rows that are worked on: once, repeatably, and never over what their person did meanwhile."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.booking.plans import Slot
from interviews.booking.pool import busy_times
from interviews.booking.services import check_peers, lock_schedules
from interviews.busy import services
from interviews.busy.fetch import Unreachable
from interviews.models import BusySource, BusyTime
from tests.factories import make_peer, make_user
from tests.interviews.busy.samples import calendar

pytestmark = pytest.mark.django_db


def tomorrow(hour: int) -> datetime:
    return (timezone.now() + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)


def busy_at(start: datetime, hours: int = 1) -> bytes:
    return calendar(f"UID:1\nSUMMARY:Secret\nDTSTART:{start:%Y%m%dT%H%M%SZ}\nDURATION:PT{hours}H")


def brought(person: User, data: bytes | None = None) -> BusySource:
    """A calendar file that was worked on."""
    source = services.add_file(person=person, name="Work", data=data or busy_at(tomorrow(10)))
    assert services.process(source.pk)
    source.refresh_from_db()
    return source


def test_a_file_becomes_busy_times_and_its_words_are_nowhere() -> None:
    person = make_user()
    source = brought(person)
    assert (source.state, source.error, source.lease_until) == ("ready", "", None)
    start = tomorrow(10)
    assert busy_times([person.pk], (start, start + timedelta(days=1)))[person.pk] == [
        (start, start + timedelta(hours=1))
    ]
    assert "Secret" not in source.raw


def test_a_peer_is_not_booked_where_they_are_busy() -> None:
    peer, candidate = make_peer(), make_user()
    brought(peer)
    first = int(tomorrow(10).timestamp()) // 900
    schedules = lock_schedules({peer.pk})
    with pytest.raises(Conflict) as refusal:
        check_peers(candidate, [Slot("behavioural", peer.pk, first + 2, 3)], schedules)
    assert refusal.value.code == "not_offered"
    check_peers(candidate, [Slot("behavioural", peer.pk, first + 4, 3)], schedules)


def test_the_same_file_twice_is_one_calendar_and_ten_are_the_most() -> None:
    person = make_user()
    for number in (0, 0, *range(1, 10)):
        services.add_file(person=person, name="x", data=busy_at(tomorrow(number)))
    assert BusySource.objects.filter(person=person).count() == 10
    with pytest.raises(DomainError) as refusal:
        services.add_file(person=person, name="x", data=busy_at(tomorrow(20)))
    assert refusal.value.code == "many"


def test_looking_again_replaces_the_times_and_working_twice_changes_nothing() -> None:
    source = brought(make_user())
    services.refresh(source=source)
    BusySource.objects.filter(pk=source.pk).update(raw=services.stripped(busy_at(tomorrow(15))))
    assert services.process(source.pk)
    assert [each.starts_at for each in BusyTime.objects.all()] == [tomorrow(15)]
    assert not services.process(source.pk)


def test_who_holds_the_lease_works_alone_and_a_lease_that_ran_out_is_taken_over() -> None:
    source = services.add_file(person=make_user(), name="x", data=busy_at(tomorrow(10)))
    BusySource.objects.filter(pk=source.pk).update(lease_until=timezone.now() + timedelta(minutes=1))
    assert services.due() == []
    assert not services.process(source.pk)
    BusySource.objects.filter(pk=source.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.due() == [source.pk]
    assert services.process(source.pk)


def test_what_was_removed_or_changed_meanwhile_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_user()
    removed = services.add_file(person=person, name="x", data=busy_at(tomorrow(10)))
    changed = services.add_file(person=person, name="y", data=busy_at(tomorrow(12)))
    expand = services.expand_apart

    def meanwhile(*args: object) -> object:
        services.remove(source=removed)
        services.refresh(source=changed)
        return expand(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "expand_apart", meanwhile)
    assert not services.process(removed.pk)
    assert not services.process(changed.pk)
    assert not BusyTime.objects.exists()
    changed.refresh_from_db()
    assert changed.state == "queued"


def test_a_damaged_file_fails_at_once_with_words() -> None:
    source = services.add_file(person=make_user(), name="x", data=calendar("UID:1\nDTSTART:nonsense"))
    assert not services.process(source.pk)
    source.refresh_from_db()
    assert source.state == "failed"
    assert "damaged" in source.error
    assert services.due() == []


def test_the_end_of_what_is_looked_at_moves_on_by_itself() -> None:
    source = brought(make_user())
    assert services.due() == []
    BusySource.objects.filter(pk=source.pk).update(
        expanded_until=timezone.now() + services.AHEAD - services.EXPAND_AGAIN - timedelta(minutes=1)
    )
    assert services.due() == [source.pk]
    assert services.process(source.pk)


class TestAddresses:
    @pytest.fixture(autouse=True)
    def _on(self, settings: Any) -> None:
        settings.CALENDAR_FETCH = True

    def test_where_fetching_is_off_no_address_is_taken_nor_fetched(self, settings: Any) -> None:
        person = make_user()
        source = services.add_address(person=person, name="x", url="webcal://calendar.example/a.ics")
        assert source.url == "https://calendar.example/a.ics"
        settings.CALENDAR_FETCH = False
        assert services.due() == []
        assert not services.process(source.pk)
        with pytest.raises(DomainError) as refusal:
            services.add_address(person=person, name="y", url="https://calendar.example/b.ics")
        assert refusal.value.code == "off"

    def test_it_is_fetched_again_after_half_an_hour(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services, "fetch_apart", lambda url, trusted: busy_at(tomorrow(9)))
        source = services.add_address(person=make_user(), name="x", url="https://calendar.example/a.ics")
        assert services.process(source.pk)
        assert services.due() == []
        BusySource.objects.update(fetched_at=timezone.now() - services.AGAIN - timedelta(seconds=1))
        monkeypatch.setattr(services, "fetch_apart", lambda url, trusted: busy_at(tomorrow(11)))
        assert services.process(source.pk)
        assert BusyTime.objects.get().starts_at == tomorrow(11)

    def test_failures_keep_the_times_wait_longer_each_and_are_then_visible(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "fetch_apart", lambda url, trusted: busy_at(tomorrow(9)))
        source = services.add_address(person=make_user(), name="x", url="https://calendar.example/a.ics")
        services.process(source.pk)

        def unreachable(url: str, trusted: object) -> bytes:
            raise Unreachable("answer", "503")

        monkeypatch.setattr(services, "fetch_apart", unreachable)
        BusySource.objects.update(fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
        waits = []
        for attempt in range(1, services.ATTEMPTS + 1):
            assert not services.process(source.pk)
            source.refresh_from_db()
            assert source.state == ("failed" if attempt == services.ATTEMPTS else "ready")
            assert "503" in source.error
            assert source.not_before is not None
            waits.append(source.not_before - timezone.now())
            assert services.due() == []
            BusySource.objects.update(not_before=timezone.now())
        assert waits == sorted(waits)
        assert BusyTime.objects.count() == 1
        monkeypatch.setattr(services, "fetch_apart", lambda url, trusted: busy_at(tomorrow(10)))
        assert services.process(source.pk)
        source.refresh_from_db()
        assert (source.state, source.error, source.attempts) == ("ready", "", 0)
