"""The constraints of plan, stories and companies, each broken into behind the services' backs."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from prep.models import Claim, Company, Plan, PlanTick, Question, Story, StoryComment, StoryVersion
from tests.factories import make_user

pytestmark = pytest.mark.django_db
MODELS: list[type[Model]] = [Claim, Company, Plan, PlanTick, Question, Story, StoryComment, StoryVersion]


def twice(make: Callable[[User], object]) -> Callable[[User], object]:
    """Once is fine; the second time is the break-in."""

    def run(person: User) -> object:
        make(person)
        with transaction.atomic():
            return make(person)

    return run


def version(person: User) -> StoryVersion:
    story = Story.objects.filter(candidate=person).first() or Story.objects.create(candidate=person)
    now = timezone.now()
    return StoryVersion.objects.create(story=story, number=1, body={}, began_at=now, at=now)


BREAK_INS: dict[str, Callable[[User], object]] = {
    "plan_weeks": lambda p: Plan.objects.create(candidate=p, starts_on=date(2026, 12, 1), weeks=9),
    "plan_tick_once": twice(lambda p: PlanTick.objects.create(candidate=p, key="one")),
    "company_named": lambda p: Company.objects.create(candidate=p, name=""),
    "question_says_something": lambda p: Question.objects.create(candidate=p, text=""),
    "question_starter_once": twice(
        lambda p: Question.objects.create(candidate=p, text="?", starter="breaks")
    ),
    "claim_says_something": lambda p: Claim.objects.create(candidate=p, claim=""),
    "story_version_number": twice(version),
    "story_comment_says_something": lambda p: StoryComment.objects.create(
        story=Story.objects.create(candidate=p), author=p, text=""
    ),
}


def test_every_constraint_is_broken_into() -> None:
    assert {each.name for model in MODELS for each in model._meta.constraints} == set(BREAK_INS)


@pytest.mark.parametrize("name", BREAK_INS)
def test_the_database_refuses(name: str) -> None:
    person = make_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        BREAK_INS[name](person)
