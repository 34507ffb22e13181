"""App configuration."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Everything up to the end of a round."""

    name = "interviews"

    def ready(self) -> None:
        """Connect what follows from a round or a grant being ended; tell replays and plans what there is."""
        import interviews.attendance.receivers
        import interviews.board.receivers
        import interviews.changes.receivers
        import interviews.room.receivers  # noqa: F401
        from interviews.loops import preparing
        from interviews.replay import marks, room_marks
        from interviews.sketches.selectors import made_by
        from prep.plan import facts

        facts.register("sketches", made_by)
        marks.register("phases", room_marks.phases)
        marks.register("reveals", room_marks.reveals)
        facts.register("loops", preparing.whole_loops_done)
        facts.register_bookings("rounds", preparing.bookings)
