"""App configuration."""

from django.apps import AppConfig


class RubricsConfig(AppConfig):
    """Everything from the first score on."""

    name = "rubrics"

    def ready(self) -> None:
        """Listen to what interviews and accounts tell; tell plans of debriefs, and replays of evidence."""
        from django.db.models.signals import post_save

        from accounts.signals import grant_ended
        from interviews.models import Round
        from interviews.replay import marks
        from interviews.signals import round_closed
        from prep.plan import facts
        from rubrics.coaching.receivers import stop_raters
        from rubrics.debriefs.receivers import on_grant_ended, on_round_closed
        from rubrics.exports.receivers import take_files_away
        from rubrics.history.preparing import debriefs_ready
        from rubrics.history.receivers import on_round_saved
        from rubrics.scorecards.replay_marks import evidence

        round_closed.connect(on_round_closed, dispatch_uid="rubrics.round_closed")
        post_save.connect(on_round_saved, sender=Round, dispatch_uid="rubrics.round_saved")
        grant_ended.connect(on_grant_ended, dispatch_uid="rubrics.grant_ended")
        grant_ended.connect(take_files_away, dispatch_uid="rubrics.exports.grant_ended")
        facts.register("debriefs", debriefs_ready)
        grant_ended.connect(stop_raters, dispatch_uid="rubrics.stop_raters")
        marks.register("evidence", evidence)
