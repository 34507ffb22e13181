"""What a replay's line of time is marked with, from whoever knows of something worth going to.

Interviews can't import the apps above: those that know more (`rubrics` knows what was kept as evidence)
register a provider when they are loaded. A provider gives a reader only what that reader may see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from accounts.models import User
from interviews.models import Round

Kind = Literal["phase", "reveal", "hint", "evidence"]


@dataclass(frozen=True)
class Mark:
    """A moment worth going to.

    Args:
        kind: which sort of moment, shown as a word and a shape.
        at: when it was.
        text: what it is, in the reader's words.
        by: whose it is, or "".
    """

    kind: Kind
    at: datetime
    text: str
    by: str = ""


Provider = Callable[[User, Round], Iterable[Mark]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Have a provider asked for every replay of a round; one of the same name takes the place of the first.

    Args:
        name: which feature it speaks for.
        provider: gives the marks of a round that a person may see.
    """
    _providers[name] = provider


def marks_for(reader: User, round_: Round) -> list[Mark]:
    """The marks of a round that somebody may see, in their order."""
    found = [mark for provide in _providers.values() for mark in provide(reader, round_)]
    return sorted(found, key=lambda mark: mark.at)
