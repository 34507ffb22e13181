"""The Celery application; tasks live beside the features they serve and are found by name."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mockloop.settings")

app = Celery("mockloop")
# Celery's "current app" is per thread: without a default, a task enqueued by a web thread would go to an
# application of its own that knows no broker.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(
    [
        "common",
        "interviews.loops",
        "interviews.room",
        "interviews.calendar",
        "rubrics.scorecards",
        "rubrics.debriefs",
    ]
)
