"""The Celery application; tasks live in the `tasks.py` of the features they serve."""

import os
from pathlib import Path

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mockloop.settings")
ROOT = Path(__file__).resolve().parents[2]


def features_with_tasks() -> list[str]:
    """The packages that hold a `tasks.py`, for instance "rubrics.debriefs"."""
    apps = [
        ROOT / "platform" / "common",
        ROOT / "platform" / "accounts",
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
