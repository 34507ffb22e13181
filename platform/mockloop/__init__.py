"""The project: settings, addresses, server; every other package is below it."""

from mockloop.celery import app as celery_app

__all__ = ["celery_app"]
