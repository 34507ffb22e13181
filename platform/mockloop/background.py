"""The Celery worker and beat as threads of this process, for an installation without Redis.

Two tasks at a time at most: Python code that computes in a thread delays every socket of the process.
"""

import logging
import socket
import threading
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService
from celery.worker import WorkController
from celery.worker import state as worker_state

from mockloop.celery import catch_up

log = logging.getLogger(__name__)
CONCURRENCY = 2
READY_SECONDS = 15


class EmbeddedWorker:
    """A worker thread that takes what is enqueued in this process (or in Redis, where the tests have it)."""

    def __init__(self, app: Celery) -> None:
        self.app = app
        self.hostname = f"embedded@{socket.gethostname()}"
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start and wait until tasks are taken.

        Raises:
            RuntimeError: when it could not start, or not within 15 s; the reason is in the log.
        """
        worker_state.should_stop = None
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._thread.start()
        began = self._ready.wait(READY_SECONDS)
        if not began or not self._thread.is_alive():
            raise RuntimeError("the worker did not start")

    def _run(self) -> None:
        try:
            self._work()
        except Exception:
            log.exception("the worker ended")
        finally:
            self._ready.set()

    def _work(self) -> None:
        def ready(_consumer: Any) -> None:
            self._ready.set()

        self.app.finalize()
        worker = WorkController(
            app=self.app,
            hostname=self.hostname,
            pool="threads",
            concurrency=CONCURRENCY,
            loglevel=logging.WARNING,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            ready_callback=ready,
        )
        worker.start()

    def stop(self, timeout: float = 60) -> bool:
        """Take nothing new, wait up to `timeout` seconds for the tasks in flight; True when all are done."""
        if self._thread is None:
            return True
        worker_state.should_stop = 0
        self._wake()
        self._thread.join(timeout)
        done = not self._thread.is_alive()
        if done:
            worker_state.should_stop = None
            self._thread = None
        return done

    def _wake(self) -> None:
        # The worker looks at its flags only after a message or two idle seconds, and waits once more after.
        try:
            for _ in range(2):
                self.app.control.broadcast("ping", destination=[self.hostname])
        except Exception:
            log.debug("could not wake the worker", exc_info=True)


class Background:
    """Worker and beat together."""

    def __init__(self, app: Celery) -> None:
        self.worker = EmbeddedWorker(app)
        # Everything scheduled is an interval of seconds, so there is nothing worth remembering in a file.
        self._beat = EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler")

    def start(self) -> None:
        """Start both, and catch up with what an earlier process left undone."""
        self.worker.start()
        self._beat.start()
        catch_up()

    def stop(self, timeout: float = 60) -> bool:
        """Stop both; True when every task in flight has finished within `timeout` seconds."""
        self._beat.service.stop()
        return self.worker.stop(timeout)
