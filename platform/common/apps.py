"""App configuration."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """What every app may use."""

    name = "common"
