"""A clock that stands still until a test moves it; the product and Django read the same one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.apps import apps
from django.utils import timezone


class Clock:
    """A moment that is returned for "now".

    Args:
        moment: aware.
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, by: timedelta) -> None:
        """Let time go by; it never goes back."""
        assert by >= timedelta()
        self.moment += by


@contextmanager
def stopped(moment: datetime) -> Iterator[Clock]:
    """Within the block it is this moment, for `timezone.now()` and for the defaults of fields."""
    clock = Clock(moment)
    real = timezone.now
    defaults = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "default", None) is real
    ]
    with patch("django.utils.timezone.now", clock):
        try:
            for field in defaults:
                # Where Django keeps the default it has looked up.
                field.__dict__["_get_default"] = clock
            yield clock
        finally:
            for field in defaults:
                field.__dict__["_get_default"] = real
