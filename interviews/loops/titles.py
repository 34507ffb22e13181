"""What a loop is called, whole or some rounds of one, and how hard its interviewers push, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.models import Loop

_MODES: dict[str, tuple[Any, Any]] = {
    Loop.Mode.LEARNING: (
        gettext_lazy("Learning: your interviewer takes time to explain."),
        gettext_lazy("Learning: take time to explain; a hint is worth more than a silence."),
    ),
    Loop.Mode.STRESS: (
        gettext_lazy(
            "Stress: your interviewer pushes as on the day itself; what they thought comes at the end."
        ),
        gettext_lazy("Stress: push as on the day itself, and keep what you think for the end."),
    ),
}


def is_whole(loop: Loop) -> bool:
    """Whether the loop has every round of its track; `loop` with its rounds and track fetched."""
    return len(loop.rounds.all()) >= len(loop.track.body["rounds"])


def loop_title(loop: Loop) -> str:
    """The track's title for a whole loop; for a part "Practice: Settlement system design" or the like."""
    if is_whole(loop):
        return loop.track.title
    rounds = sorted(loop.rounds.all(), key=lambda each: each.position)
    if len(rounds) == 1:
        return _("Practice: %(rounds)s") % {"rounds": RoundKind(rounds[0].kind).label}
    kinds = ", ".join(str(SHORT_TITLES[RoundKind(each.kind)]) for each in rounds)
    return _("Practice: %(rounds)s") % {"rounds": kinds}


def mode_words(loop: Loop, *, interviewing: bool) -> str:
    """How hard the interviewer is to push, told to who interviews or to everybody else."""
    for_others, for_interviewer = _MODES[loop.mode]
    return str(for_interviewer if interviewing else for_others)
