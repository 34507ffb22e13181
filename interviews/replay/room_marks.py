"""Marks that the room knows of: phases that began, and steps of the prompt that were opened to everybody."""

from collections.abc import Iterable

from accounts.models import User
from interviews.models import Round
from interviews.replay.marks import Mark


def phases(reader: User, round_: Round) -> Iterable[Mark]:
    """When each phase began; the same for everybody."""
    return [Mark("phase", each.at, each.title) for each in round_.phase_starts.all()]


def reveals(reader: User, round_: Round) -> Iterable[Mark]:
    """When each step was opened: whoever is in the room has read it, and nothing is said of closed ones."""
    titles = {step["key"]: step["title"] for step in round_.prompt.body["steps"]}
    return [
        Mark("reveal", each.revealed_at, titles.get(each.step, each.step)) for each in round_.reveals.all()
    ]
