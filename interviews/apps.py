"""App configuration."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Everything up to the end of a round."""

    name = "interviews"

    def ready(self) -> None:
        """Connect what follows from a round being closed and from a grant being ended."""
        import interviews.attendance.receivers
        import interviews.board.receivers
        import interviews.changes.receivers
        import interviews.room.receivers  # noqa: F401
