"""The final board of a round: as a picture, and what is written on it since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from interviews.board.picture import picture
from interviews.board.selectors import scene
from interviews.models import Board, BoardEvent
from rubrics.debriefs.concept_words import named
from rubrics.debriefs.concepts import Label, Written, label_text, labels


@dataclass(frozen=True)
class Drawn:
    """A final board: its picture as an SVG document, and its labels."""

    svg: str
    labels: list[Label]


def drawn(board_id: UUID | str) -> Drawn:
    """The board as it stood in the end, read once."""
    elements = scene(Board.objects.get(pk=board_id))
    svg = picture(elements, title=_("Whiteboard"), empty=_("Nothing was drawn"))
    return Drawn(svg, labels(elements))


def board_svg(board_id: UUID | str) -> str:
    """The board as an SVG document written from the server's own data."""
    return drawn(board_id).svg


def boards_of(content: dict[str, Any]) -> dict[str, str]:
    """The pictures of all boards of a revision's content by round id, as they are now."""
    return {each["id"]: board_svg(each["board"]["id"]) for each in content["rounds"] if each["board"]}


def written(board_id: UUID, found: Sequence[Label]) -> list[Written]:
    """Since when labels name the concepts that they name in the end; labels that name none are left out.

    Args:
        board_id: the board.
        found: its labels. The log is only read where one of them names a concept.
    """
    wanted = {label.element: set(keys) for label in found if (keys := named(label.text))}
    since: dict[str, dict[str, datetime | None]] = {name: {} for name in wanted}
    events = (
        BoardEvent.objects.filter(board=board_id, data__id__in=list(wanted))
        .order_by("seq")
        .values_list("at", "data")
    )
    for at, element in events.iterator() if wanted else ():
        open_ = wanted[element["id"]] - since[element["id"]].keys()
        for key in open_.intersection(named(label_text(element))) if open_ else ():
            since[element["id"]][key] = at
    return [
        Written(label, {key: since[label.element].get(key) for key in sorted(wanted[label.element])})
        for label in found
        if label.element in wanted
    ]
