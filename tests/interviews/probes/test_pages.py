"""Stories that a candidate brings into a round."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews.access import access_round
from interviews.models import BroughtStory, Loop, Round
from interviews.probes import services
from interviews.room.selectors import snapshot
from prep import keeping
from prep.models import Story, StoryComment
from prep.stories import services as stories
from tests.factories import make_coach, make_loop, make_round, make_user, seat_person

pytestmark = pytest.mark.django_db
TEXTS = {"project": "Feature store", "problem": "Holds", "impact": "Latency 200 → 35 ms for merchants' funds"}


@pytest.fixture
def round_() -> Round:
    loop = make_loop(rounds=False, state=Loop.State.RUNNING)
    starts_at = timezone.now() - timedelta(minutes=5)
    return make_round(loop, state=Round.State.LIVE, starts_at=starts_at, started_at=starts_at)


@pytest.fixture
def story(round_: Round) -> Story:
    return stories.add_story(candidate=round_.loop.candidate, texts=TEXTS)


def interviewer(round_: Round) -> User:
    return round_.seats.get(role="interviewer").person


def test_interviewer_sees_shared_rows_as_questions_and_no_other(
    client: Client, round_: Round, story: Story
) -> None:
    other = stories.add_story(candidate=round_.loop.candidate, texts=TEXTS | {"project": "UNSHARED project"})
    url = reverse("interviews:round_stories", args=[round_.pk])
    client.force_login(round_.loop.candidate)
    for _ in range(2):
        client.post(url, {"story": story.pk, "do": "share"})
    assert BroughtStory.objects.count() == 1
    client.force_login(interviewer(round_))
    for page in (url, reverse("interviews:room", args=[round_.pk])):
        text = client.get(page).content.decode()
        assert "“200 → 35 ms”: how measured" in text, page
        assert "UNSHARED" not in text, page
    assert client.get(reverse("interviews:brought_story", args=[round_.pk, other.pk])).status_code == 404


def test_taken_back_or_put_away_is_gone_at_once(client: Client, round_: Round, story: Story) -> None:
    services.bring(round=round_, story=story, actor=story.candidate)
    page = reverse("interviews:brought_story", args=[round_.pk, story.pk])
    client.force_login(interviewer(round_))
    assert client.get(page).status_code == 200
    keeping.act(Story, candidate=story.candidate, thing_id=story.pk, act="put_away")
    assert client.get(page).status_code == 404
    keeping.act(Story, candidate=story.candidate, thing_id=story.pk, act="bring_back")
    services.take_back(round=round_, story=story)
    assert client.get(page).status_code == 404


def test_interviewer_comments_and_the_candidate_reads_it(client: Client, round_: Round, story: Story) -> None:
    services.bring(round=round_, story=story, actor=story.candidate)
    client.force_login(interviewer(round_))
    client.post(reverse("interviews:brought_story", args=[round_.pk, story.pk]), {"text": "From what base?"})
    client.force_login(story.candidate)
    assert "From what base?" in client.get(reverse("prep:story", args=[story.pk])).content.decode()
    assert StoryComment.objects.get().author == interviewer(round_)


def test_only_the_rounds_candidate_shares_and_only_their_own(
    client: Client, round_: Round, story: Story
) -> None:
    url = reverse("interviews:round_stories", args=[round_.pk])
    client.force_login(interviewer(round_))
    assert client.post(url, {"story": story.pk, "do": "share"}).status_code == 404
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    foreign = stories.add_story(candidate=make_user(), texts=TEXTS)
    client.force_login(story.candidate)
    assert client.post(url, {"story": foreign.pk, "do": "share"}).status_code == 404
    assert client.post(url, {"story": "nonsense", "do": "share"}).status_code == 404
    assert BroughtStory.objects.count() == 0


def test_room_is_told_when_stories_change(round_: Round, story: Story) -> None:
    access = access_round(interviewer(round_), round_.pk)
    before = snapshot(access)["stories"]
    services.bring(round=round_, story=story, actor=story.candidate)
    shared = snapshot(access)["stories"]
    stories.save_story(candidate=story.candidate, story_id=story.pk, version=1, data={"impact": "new"})
    assert before == []
    assert len({str(before), str(shared), str(snapshot(access)["stories"])}) == 3


def test_observers_and_the_coach_read_too_and_there_is_an_end_to_how_many(
    client: Client, round_: Round, story: Story
) -> None:
    services.bring(round=round_, story=story, actor=story.candidate)
    observer = make_user(is_peer=True)
    seat_person(round_, observer, "observer")
    for person in (observer, make_coach(story.candidate)):
        client.force_login(person)
        page = client.get(reverse("interviews:brought_story", args=[round_.pk, story.pk]))
        assert "Feature store" in page.content.decode()
    client.force_login(story.candidate)
    url = reverse("interviews:round_stories", args=[round_.pk])
    for _ in range(services.MOST - 1):
        more = stories.add_story(candidate=story.candidate, texts=TEXTS)
        services.bring(round=round_, story=more, actor=story.candidate)
    more = stories.add_story(candidate=story.candidate, texts=TEXTS)
    client.post(url, {"story": more.pk, "do": "share"})
    assert "Take one back first" in client.get(url).content.decode()
