"""App configuration."""

from django.apps import AppConfig


class PrepConfig(AppConfig):
    """Everything that a candidate prepares outside the rounds."""

    name = "prep"
