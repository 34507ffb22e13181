"""The scores of one criterion over a season with what they rest on, from the debriefs' current revisions."""

from typing import Any

from rubrics.debriefs.content import upgraded
from rubrics.debriefs.reading import Reading, Replay
from rubrics.debriefs.rows import row
from rubrics.models import DebriefRevision
from rubrics.season.selectors import Season
from rubrics.season.words import mark_title

MOST = 24
"""So many loops at once; older ones are found through their debriefs."""


def rows(season: Season, kind: str, criterion: str) -> list[dict[str, Any]]:
    """One entry a loop that scored the criterion, newest first.

    Each is {mark, title, prompt, row} with `row` as the debrief shows it, moments linked into replays.
    """
    line = next((each for each in season.series if (each.kind, each.criterion) == (kind, criterion)), None)
    scored = [point.loop for point in line.points][-MOST:] if line else []
    contents = dict(
        DebriefRevision.objects.filter(is_current=True, debrief__loop__in=scored).values_list(
            "debrief__loop", "content"
        )
    )
    marks = season.by_loop
    return [
        {
            "mark": marks[loop],
            "title": mark_title(marks[loop]),
            "prompt": round_["prompt"],
            "row": row(found, replay=_replay(round_)),
        }
        for loop in reversed(scored)
        for round_ in upgraded(contents[loop])["rounds"]
        if round_["kind"] == kind
        for found in round_["criteria"]
        if found["key"] == criterion
    ]


def _replay(round_: dict[str, Any]) -> Replay:
    """The board of a round, which the candidate and whoever coaches them may open."""
    board = round_["board"]["id"] if round_["board"] else ""
    return Reading(openable=[board] if board else []).replay(board)
