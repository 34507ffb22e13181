"""What a coach opens of a candidate's stands in the candidate's log; what others open does not."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import AccessEntry
from accounts.trail.selectors import entries_of
from tests.access.world import World, add_debrief, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = build_world()
    add_debrief(made)
    return made


def pages(world: World) -> dict[str, str]:
    """Address → what the log says of it."""
    done, live = world.done, world.live
    return {
        f"/loops/{done.pk}/": "loop",
        f"/rounds/{live.pk}/": "round",
        f"/boards/{live.board.pk}/": "board",
        f"/boards/{live.board.pk}/picture.svg": "board",
        f"/boards/{live.board.pk}/replay/": "replay",
        f"/boards/{live.board.pk}/replay/5.svg": "replay",
        f"/loops/{done.pk}/debrief/": "debrief",
        f"/loops/{done.pk}/debrief.pdf": "pdf",
        f"/rounds/{live.pk}/scorecard/": "card",
    }


def test_each_page_a_coach_opens_is_written_down(world: World, client_for: Callable[[Any], Any]) -> None:
    candidate, coach = world.people["candidate"], world.people["coach"]
    assert candidate is not None
    client = client_for(coach)
    for address, what in pages(world).items():
        AccessEntry.objects.all().delete()
        assert client.get(address).status_code == 200, address
        entry = entries_of(candidate).get()
        assert (entry.actor, entry.what, entry.times) == (coach, what, 1), address
        assert entry.target, address
        assert client_for(candidate).get(entry.address).status_code == 200, address
    AccessEntry.objects.all().delete()
    assert client.get(f"/scoring/raters/{world.people['interviewer'].pk}/").status_code == 200  # type: ignore[union-attr]
    assert entries_of(candidate).get().what == "raters"


@pytest.mark.parametrize("role", ["candidate", "interviewer", "observer", "former coach", "administrator"])
def test_nobody_elses_look_is(role: str, world: World, client_for: Callable[[Any], Any]) -> None:
    client = client_for(world.people[role])
    for address in pages(world):
        client.get(address)
    assert not AccessEntry.objects.exists()
