"""A debrief's actions and the rows of the story sheet that belong to them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from interviews.models import Loop
from prep import keeping
from prep.models import Story
from prep.stories import services as stories
from rubrics.debriefs import compiler
from rubrics.models import ActionStory, DebriefRevision
from tests.factories import make_coach, make_user
from tests.rubrics.making import finished_loop

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop() -> Loop:
    made = finished_loop(cards=4)
    compiler.sweep()
    return made


@pytest.fixture
def story(loop: Loop) -> Story:
    return stories.add_story(candidate=loop.candidate, texts={"project": "Feature store"})


def drill_of(loop: Loop) -> str:
    slug: str = DebriefRevision.objects.get(debrief__loop=loop).content["actions"][0]["slug"]
    return slug


def test_action_is_linked_to_a_row_and_no_more(
    loop: Loop, story: Story, client_for: Callable[[Any], Any]
) -> None:
    client, page = client_for(loop.candidate), f"/loops/{loop.pk}/debrief/"
    assert "Work on it in a story" in client.get(page).content.decode()
    for _ in range(2):
        client.post(f"{page}actions/", {"drill": drill_of(loop), "story_id": story.pk})
    assert ActionStory.objects.get().story == story
    assert f"/prepare/stories/{story.pk}/" in client.get(page).content.decode()
    keeping.act(Story, candidate=loop.candidate, thing_id=story.pk, act="put_away")
    assert f"/prepare/stories/{story.pk}/" not in client.get(page).content.decode()
    client.post(f"{page}actions/", {"drill": drill_of(loop)})
    assert ActionStory.objects.count() == 0


def test_only_named_actions_and_own_rows_are_linked(
    loop: Loop, story: Story, client_for: Callable[[Any], Any]
) -> None:
    client, address = client_for(loop.candidate), f"/loops/{loop.pk}/debrief/actions/"
    foreign = stories.add_story(candidate=make_user(), texts={"project": "Theirs"})
    answer = client.post(address, {"drill": "nonsense", "story_id": story.pk}, follow=True)
    assert "does not name this action" in answer.content.decode()
    assert client.post(address, {"drill": drill_of(loop), "story_id": foreign.pk}).status_code == 404
    assert client.post(address, {"drill": drill_of(loop), "story_id": uuid4()}).status_code == 404
    client.post(address, {"drill": drill_of(loop), "story_id": "x"})
    assert ActionStory.objects.count() == 0


def test_nobody_else_sees_or_makes_the_link(
    loop: Loop, story: Story, client_for: Callable[[Any], Any]
) -> None:
    client_for(loop.candidate).post(
        f"/loops/{loop.pk}/debrief/actions/", {"drill": drill_of(loop), "story_id": story.pk}
    )
    coach = client_for(make_coach(loop.candidate))
    assert "Feature store" not in coach.get(f"/loops/{loop.pk}/debrief/").content.decode()
    answer = coach.post(f"/loops/{loop.pk}/debrief/actions/", {"drill": drill_of(loop)})
    assert answer.status_code == 404
    assert ActionStory.objects.count() == 1
