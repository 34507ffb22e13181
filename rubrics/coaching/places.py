"""The places of a debrief that can be annotated, and what stands at each (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Place:
    """The whole debrief (both "" ), a round (`kind`), or a criterion of a round; `title` in words."""

    kind: str = ""
    criterion: str = ""
    title: str = ""

    @property
    def key(self) -> str:
        """Names the place within a page: "whole", "recruiter", "recruiter.clarity"."""
        return ".".join(filter(None, (self.kind, self.criterion))) or "whole"


class Placed(Protocol):
    """Whatever stands at a place."""

    kind: str
    criterion: str


def places_of(content: dict[str, Any], titles: dict[str, str], whole: str) -> list[Place]:
    """Every place of a debrief, from the whole to the criteria, in the order of the page.

    Args:
        content: of a revision, as from `content.upgraded`.
        titles: of the kinds of round.
        whole: what the whole is called.
    """
    found = [Place(title=whole)]
    for each in content["rounds"]:
        kind = each["kind"]
        found.append(Place(kind, "", titles.get(kind, kind)))
        found += [Place(kind, one["key"], one["title"]) for one in each["criteria"]]
    return found


@dataclass
class Spread:
    """What was written, by place; each piece is given out once, so that nothing is shown twice or lost.

    A page asks for the places it has, then for what is left of a round, and last for all that is left: what
    stood at a criterion that a later revision no longer has is shown with its round.
    """

    things: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, things: Iterable[Placed]) -> "Spread":
        """From what was written, in the order in which it is to be shown."""
        made = cls()
        for each in things:
            made.things.setdefault((each.kind, each.criterion), []).append(each)
        return made

    def at(self, kind: str, criterion: str) -> list[Any]:
        """What stands at just this place."""
        return self.things.pop((kind, criterion), [])

    def of_round(self, kind: str) -> list[Any]:
        """What is left of a round: on the round itself first, then of its criteria."""
        keys = sorted(key for key in self.things if key[0] == kind)
        return [each for key in keys for each in self.things.pop(key)]

    def rest(self) -> list[Any]:
        """Everything that no place has shown, what is about the whole first."""
        keys = sorted(self.things)
        return [each for key in keys for each in self.things.pop(key)]
