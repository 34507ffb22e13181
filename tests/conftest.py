"""Fixtures for every folder; databases come from `DATABASE_URL` and `REDIS_URL`, else embedded."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("mockloop", deadline=None)
hypothesis.settings.load_profile("mockloop")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the tests, and leave out what needs services that are not there.

    With `MOCKLOOP_SERVICES_ONLY`, also what neither database nor services can change: it ran before.
    Browser tests come last and together: they keep a browser and an event loop open between them.
    """
    from django.conf import settings

    postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker("browser")
        if item.get_closest_marker("services") and not (postgresql and settings.REDIS_URL):
            item.add_marker(
                pytest.mark.skip(reason="needs PostgreSQL in DATABASE_URL and Redis in REDIS_URL")
            )
    if os.environ.get("MOCKLOOP_SERVICES_ONLY"):
        pure = [item for item in items if not _touches_services(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if _touches_services(item)]
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def _touches_services(item: pytest.Item) -> bool:
    """Whether a test uses a database, sockets, a process of the product, or lies where such tests are."""
    if item.get_closest_marker("pages"):
        return False
    folders = ("services", "sockets", "mockloop", "common")
    fixtures = set(getattr(item, "fixturenames", ()))
    return (
        item.get_closest_marker("django_db") is not None
        or item.get_closest_marker("services") is not None
        or bool(fixtures & {"db", "transactional_db", "product", "server", "settings"})
        or any(f"/tests/{folder}/" in str(item.path) for folder in folders)
    )


@pytest.fixture(scope="session", autouse=True)
def _leave_nothing() -> Iterator[None]:
    """Take away the files and the Redis keys of this run at its end."""
    from django.conf import settings

    yield
    if settings.REDIS_URL:
        import redis

        # Not FLUSHDB: it may be somebody's own Redis.
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            if keys := list(client.scan_iter(f"*{settings.REDIS_PREFIX}*", count=1000)):
                client.delete(*keys)
    if settings.VAR.name.startswith("mockloop-test-"):
        shutil.rmtree(settings.VAR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """No test hears what another announced, nor counts against another's rate limit."""
    from channels.layers import channel_layers
    from django.core.cache import cache

    from common import events

    channel_layers.backends.clear()
    cache.clear()
    events.bind_loop(None)
    yield
    events.bind_loop(None)


@pytest.fixture
def client_for(db: None) -> Callable[[Any], Any]:
    """`client_for(user)` is a test client signed in as that person; `client_for(None)` is a stranger's."""
    from django.test import Client

    def make(user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def track(db: None) -> Any:
    """The small test track."""
    from tests.factories import make_track

    return make_track()


@pytest.fixture
def celery_worker_running(transactional_db: None) -> Iterator[None]:
    """A real worker thread that takes what the test enqueues; needs committed data, hence transactional."""
    from mockloop.background import EmbeddedWorker
    from mockloop.celery import app

    app.control.purge()
    worker = EmbeddedWorker(app)
    worker.start()
    yield
    assert worker.stop(30), "a task did not end"
