"""Who reads a report and where: what is named, linked and drawn for them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from rubrics.charts.svg import Look

Replay = Callable[[int | None], str]


@dataclass(frozen=True)
class Reading:
    """For whom a report is made.

    Args:
        look: where its drawings go.
        hide_raters: call raters and interviewers "Rater A", "Rater B" wherever they are named.
        watermark: what stands across a shared copy, for instance "Shared with Kim, 24 Nov 2026"; "" for none.
        picture: the address of a board's picture by the board's id; without it there are none.
        openable: ids of the boards whose replay the reader may open; evidence is linked into those.
    """

    look: Look = Look.PAGE
    hide_raters: bool = False
    watermark: str = ""
    picture: Callable[[str], str] | None = None
    openable: Collection[str] = ()

    def replay(self, board: str) -> Replay:
        """Where each second of a board can be looked up: an address, or "" for who may not or no moment."""
        if board not in self.openable:
            return lambda offset: ""
        address = reverse("interviews:replay", args=[board])
        return lambda offset: "" if offset is None else f"{address}?t={max(offset, 0)}"

    def replay_of(self, round_: dict[str, Any]) -> Replay:
        """The same for the board of a round of a content."""
        return self.replay(round_["board"]["id"] if round_["board"] else "")
