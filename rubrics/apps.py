"""App configuration."""

from django.apps import AppConfig


class RubricsConfig(AppConfig):
    """Everything from the first score on."""

    name = "rubrics"

    def ready(self) -> None:
        """Listen to what interviews tells, and tell preparation plans of debriefs."""
        from interviews.signals import round_closed
        from prep.plan import facts
        from rubrics.debriefs.receivers import on_round_closed
        from rubrics.history.preparing import debriefs_ready

        round_closed.connect(on_round_closed, dispatch_uid="rubrics.round_closed")
        facts.register("debriefs", debriefs_ready)
