"""Forecasts: asked for once, computed once, kept with what they were computed on."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from interviews.kinds import LOOP_KINDS
from interviews.load import services
from interviews.load.samples import MANY, samples
from interviews.load.selectors import forecasts
from interviews.load.tasks import compute_forecast, forecast_by_night, sweep_forecasts
from interviews.load.words import thin_words
from interviews.models import BlockedPair, PoolForecast
from tests.factories import make_loop, make_peer, make_round, make_track, make_user, qualify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _track(track: object) -> None:
    """There is something to book."""


def test_asking_twice_is_one_forecast() -> None:
    admin = make_user(is_staff=True)
    first = services.ask_forecast(actor=admin)
    assert services.ask_forecast(actor=make_user()) == first
    assert first.asked_by == admin
    assert PoolForecast.objects.count() == 1


def test_it_is_computed_once() -> None:
    make_peer()
    made = services.ask_forecast()
    assert services.compute(forecast_id=made.pk)
    made.refresh_from_db()
    assert made.state == PoolForecast.State.READY
    assert made.computed_at
    assert (made.done, made.total) == (MANY, MANY)
    before = made.result
    assert not services.compute(forecast_id=made.pk)
    compute_forecast(made.pk)
    made.refresh_from_db()
    assert made.result == before


def test_one_jack_of_all_trades_is_thin_and_three_more_are_named() -> None:
    for kind in ("recruiter", "product_sense", "behavioural"):
        peer = make_peer()
        peer.schedule.round_kinds = [kind]
        peer.schedule.save()
    services.compute(forecast_id=services.ask_forecast().pk)
    ready, other = forecasts()
    assert ready
    assert other is None
    result = ready.result
    assert result["met"] == 0
    [design] = [each for each in result["kinds"] if each["kind"] == "system_design"]
    assert design["peers"] == 0
    assert design["more"]["1"] == result["asked"] == MANY
    said = thin_words(result)
    assert said["sentence"] == "One more system design peer would raise the first-try rate from 0 % to 100 %."


def test_who_is_not_calibrated_is_counted_apart() -> None:
    make_peer()
    qualify(make_peer(qualified=False), "recruiter")
    services.compute(forecast_id=services.ask_forecast().pk)
    lines = thin_words(PoolForecast.objects.get().result)["lines"]
    assert [(line["peers"], line["uncalibrated"]) for line in lines] == [(2, 0), (1, 1), (1, 1), (1, 1)]


def test_enough_peers_are_not_thin() -> None:
    for _ in range(4):
        make_peer()
    services.compute(forecast_id=services.ask_forecast().pk)
    result = PoolForecast.objects.get().result
    assert result["met"] == result["asked"]
    assert thin_words(result)["sentence"].startswith("Nothing is thin")


def test_loops_that_were_booked_are_replayed() -> None:
    candidate = make_user(timezone="America/New_York")
    loop = make_loop(candidate, rounds=False)
    start = (timezone.now() + timedelta(days=2)).replace(hour=20, minute=0, second=0, microsecond=0)
    make_round(loop, "system_design", starts_at=start)
    found = samples(timezone.now())
    assert len(found) == MANY
    assert [each.replayed for each in found] == [True] + [False] * (MANY - 1)
    request = found[0].request
    assert request.candidate == candidate.pk
    assert [need.kind for need in request.needs] == ["system_design"]
    zone = ZoneInfo("America/New_York")
    local = [datetime.fromtimestamp(first * 900, zone).time() for first, _ in request.preferred]
    # The window begins within today's hours perhaps; from tomorrow on they are whole.
    assert set(local[1:]) == {time(start.astimezone(zone).hour)}
    assert {end - first for first, end in request.preferred[1:]} == {12}


def test_who_is_kept_apart_is_kept_apart_in_a_replay() -> None:
    peers = [make_peer() for _ in range(4)]
    candidate = make_user()
    loop = make_loop(candidate, rounds=False)
    for number, kind in enumerate(LOOP_KINDS):
        make_round(loop, kind, starts_at=timezone.now() + timedelta(days=1 + number))
    BlockedPair.objects.create(person=peers[0], other=candidate)
    services.compute(forecast_id=services.ask_forecast().pk)
    assert PoolForecast.objects.get().result["met"] == MANY - 1


def test_without_a_track_nothing_can_be_tried() -> None:
    track = make_track()
    track.is_current = False
    track.save()
    services.compute(forecast_id=services.ask_forecast().pk)
    result = PoolForecast.objects.get().result
    assert result["asked"] == 0
    assert "no track" in thin_words(result)["sentence"]


def test_time_that_is_up_is_said() -> None:
    make_peer()
    made = services.ask_forecast()
    services.compute(forecast_id=made.pk, seconds=0)
    said = thin_words(PoolForecast.objects.get().result)
    assert said["stopped"]
    assert said["asked"] == 1


def test_what_a_stopped_worker_left_is_taken_up_and_given_up_in_the_end() -> None:
    make_peer()
    made = services.ask_forecast()
    mine = PoolForecast.objects.filter(pk=made.pk)
    mine.update(lease_until=timezone.now() + timedelta(minutes=1), attempts=1)
    assert sweep_forecasts() == 0
    mine.update(lease_until=timezone.now() - timedelta(minutes=1))
    assert sweep_forecasts() == 1
    mine.update(state=PoolForecast.State.PENDING, lease_until=None, attempts=services.ATTEMPTS)
    assert sweep_forecasts() == 0
    assert mine.get().state == PoolForecast.State.FAILED


def test_a_failure_is_tried_again_and_kept_with_its_reason() -> None:
    track = make_track()
    track.body = {"rounds": [{"kind": "recruiter"}]}
    track.save()
    made = services.ask_forecast()
    for attempt in range(1, services.ATTEMPTS + 1):
        assert not services.compute(forecast_id=made.pk)
        made.refresh_from_db()
        assert made.attempts == attempt
    assert made.state == PoolForecast.State.FAILED
    assert "KeyError" in made.error


def test_by_night_a_fresh_one_is_enough() -> None:
    forecast_by_night()
    assert PoolForecast.objects.count() == 0  # Nobody to look at.
    make_peer()
    forecast_by_night()
    forecast_by_night()
    [made] = PoolForecast.objects.all()
    services.compute(forecast_id=made.pk)
    forecast_by_night()
    assert PoolForecast.objects.count() == 1
    PoolForecast.objects.update(computed_at=timezone.now() - services.FRESH)
    forecast_by_night()
    assert PoolForecast.objects.count() == 2


def test_old_ones_are_tidied_away() -> None:
    make_peer()
    for _ in range(services.KEPT + 3):
        PoolForecast.objects.create(state=PoolForecast.State.FAILED)
    forecast_by_night()
    assert PoolForecast.objects.count() == services.KEPT + 1
