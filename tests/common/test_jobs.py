"""Tasks are enqueued after the commit, and a broker that can't be reached costs nobody their page."""

import logging
from typing import Any

import pytest
from django.db import transaction

from common.jobs import after_commit, ask_once
from common.tasks import send_mail
from interviews.models import PoolForecast


@pytest.fixture
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    calls: list[tuple[Any, ...]] = []
    monkeypatch.setattr(send_mail, "apply_async", lambda args, *_, **__: calls.append(tuple(args)))
    return calls


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("task", [send_mail, "common.tasks.send_mail"])
def test_only_after_the_commit(task: Any, enqueued: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        after_commit(task, 1)
        assert enqueued == []
    assert enqueued == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_not_after_a_rollback(enqueued: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        after_commit(send_mail, 1)
        transaction.set_rollback(True)
    assert enqueued == []


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_args: Any, **_options: Any) -> None:
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(send_mail, "apply_async", refuse)
    with caplog.at_level(logging.ERROR):
        after_commit(send_mail, 1)
    assert "could not enqueue common.tasks.send_mail" in caplog.text


@pytest.mark.django_db
def test_what_is_pending_is_not_asked_for_again() -> None:
    pending = PoolForecast.objects.filter(state="pending")
    first = ask_once(pending, "interviews.load.tasks.compute_forecast")
    assert ask_once(pending, "interviews.load.tasks.compute_forecast") == first
    PoolForecast.objects.update(state="ready")
    assert ask_once(pending, "interviews.load.tasks.compute_forecast") != first
