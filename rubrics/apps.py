"""App configuration."""

from django.apps import AppConfig


class RubricsConfig(AppConfig):
    """Everything from the first score on."""

    name = "rubrics"
