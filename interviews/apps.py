"""App configuration."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Everything up to the end of a round."""

    name = "interviews"
