"""The Celery application; tasks live in the `tasks.py` of the features they serve."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mockloop.settings")
ROOT = Path(__file__).resolve().parents[2]


def features_with_tasks() -> list[str]:
    """The packages that hold a `tasks.py`, for instance "rubrics.debriefs"."""
    apps = [
        ROOT / "platform" / "common",
        ROOT / "platform" / "accounts",
        ROOT / "platform" / "prep",
        ROOT / "interviews",
        ROOT / "rubrics",
    ]
    return sorted(
        ".".join(path.parent.relative_to(app.parent).parts) for app in apps for path in app.rglob("tasks.py")
    )


app = Celery("mockloop")
# Celery's "current app" is per thread: without a default, a task enqueued by a web thread would go to an
# application of its own that knows no broker.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(features_with_tasks())


def catch_up() -> None:
    """Enqueue everything that is scheduled now: it takes up what an earlier process left undone."""
    for entry in app.conf.beat_schedule.values():
        app.signature(entry["task"], args=entry.get("args", ())).delay()


@worker_ready.connect
def _catch_up_at_start(**_: Any) -> None:
    catch_up()
