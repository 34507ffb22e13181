"""App configuration."""

from django.apps import AppConfig


class RubricsConfig(AppConfig):
    """Everything from the first score on."""

    name = "rubrics"

    def ready(self) -> None:
        """Listen to what interviews tells."""
        from interviews.signals import round_closed
        from rubrics.debriefs.receivers import on_round_closed

        round_closed.connect(on_round_closed, dispatch_uid="rubrics.round_closed")
