"""App configuration."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Everything up to the end of a round."""

    name = "interviews"

    def ready(self) -> None:
        """Connect what follows from a round being closed."""
        from interviews.board import receivers  # noqa: F401
