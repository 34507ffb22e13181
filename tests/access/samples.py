"""Samples for the table of addresses; each call makes another, since rows may stay between roles."""

import uuid
from typing import Any

from rubrics.calibration.services import begin
from tests.access.world import World
from tests.rubrics.calibration.making import make_sample


def sample(world: World) -> list[Any]:
    """The key of a sample that nobody has scored."""
    return [make_sample(slug=uuid.uuid4().hex[:8]).pk]


def attempt(world: World) -> list[Any]:
    """The key of an attempt that the interviewer has begun."""
    interviewer = world.people["interviewer"]
    assert interviewer is not None
    return [begin(person=interviewer, sample=make_sample(slug=uuid.uuid4().hex[:8])).pk]
