"""A coach releases the loop while raters still owe their cards: who finds what before, between and after."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rubrics.debriefs import compiler
from rubrics.debriefs.releasing import release
from tests.rubrics.sealing.staged import Staged
from tests.rubrics.sealing.test_leaks import SECRET, doors, mails_to, on_the_socket, read

pytestmark = pytest.mark.django_db
# Who has handed in may read; whoever has begun a card, or owes one, finds their own words alone.
AFTER = {
    "candidate": {"IV", "SH"},
    "coach": {"IV", "SH"},
    "interviewer": {"IV", "SH"},
    "shadow": {"IV", "SH"},
    "reverse shadow": {"RV"},
    "scoring coach": {"CO"},
    "other interviewer": set(),
    "past coach": set(),
    "stranger": set(),
    "administrator": set(),
}
BEFORE = AFTER | {"candidate": {"SELF", "RATE"}, "coach": set()}


def found_by(staged: Staged, client_for: Callable[[Any], Client]) -> dict[str, set[str]]:
    """Whose words each role finds, behind any door of the loop and in their mails."""
    loop = staged.loop.pk
    paths = [
        *doors(staged),
        (f"/loops/{loop}/debrief/release/", {}),
        (f"/loops/{loop}/debrief/?seen=1", {"HX-Request": "true"}),
    ]
    found = {}
    for role, person in staged.people.items():
        client = client_for(person)
        texts = [read(client, path, headers) for path, headers in paths]
        texts += [mails_to(person), on_the_socket(staged, person)]
        found[role] = set(SECRET.findall("\n".join(texts)))
    return found


def test_nothing_shows_before_it_is_compiled_and_then_only_what_was_handed_in(
    client_for: Callable[[Any], Client],
) -> None:
    staged = Staged("one side in")
    assert found_by(staged, client_for) == BEFORE
    release(loop=staged.loop, coach=staged.people["coach"])
    assert found_by(staged, client_for) == BEFORE, "released, and not put together yet"
    compiler.sweep()
    assert found_by(staged, client_for) == AFTER
