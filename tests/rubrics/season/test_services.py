"""Notes and goals: what is kept, by whom, and what a second tab is told."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404
from django.utils import timezone

from accounts.models import CoachGrant, User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from rubrics.models import SeasonGoal, SeasonGoalAct, SeasonNote
from rubrics.season import goal_services, services
from rubrics.season.access import access_season, visible_notes
from rubrics.season.goal_services import GoalData
from tests.factories import make_coach, make_user

pytestmark = pytest.mark.django_db
DUE = date.today() + timedelta(days=9)


class Pair:
    """A candidate and their coach, and one note or goal of them."""

    def __init__(self) -> None:
        self.maya = make_user("Maya")
        self.coach = make_coach(self.maya)
        self.id = uuid4()

    def draft(self, text: str, version: int = 0, author: User | None = None) -> SeasonNote | None:
        return services.keep_draft(
            author=author or self.coach,
            candidate_id=self.maya.pk,
            note_id=self.id,
            version=version,
            text=text,
        )

    def save(
        self, text: str, version: int = 0, *, shared: bool = False, author: User | None = None
    ) -> SeasonNote:
        return services.save_note(
            author=author or self.coach,
            candidate_id=self.maya.pk,
            note_id=self.id,
            version=version,
            text=text,
            is_shared=shared,
        )

    def seen_by(self, person: User) -> list[str]:
        notes = visible_notes(access_season(person, self.maya.pk))
        return list(notes.order_by("created_at").values_list("text", flat=True))

    def goal(self, data: GoalData, version: int = 0, actor: User | None = None) -> SeasonGoal:
        return goal_services.set_goal(
            actor=actor or self.coach,
            candidate_id=self.maya.pk,
            goal_id=self.id,
            version=version,
            data=data,
        )


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def test_a_shared_note_says_what_was_saved_by_hand_and_nothing_typed_since(pair: Pair) -> None:
    note = pair.save("First.", shared=True)
    note = pair.draft("First, and a thought", note.version) or note
    assert pair.seen_by(pair.maya) == ["First."]
    assert (note.text, note.draft, note.is_drafted) == ("First.", "First, and a thought", True)
    note = pair.save("Second.", note.version, shared=True)
    assert pair.seen_by(pair.maya) == ["Second."]
    assert (note.draft, note.is_drafted) == ("", False)


def test_what_is_only_typed_is_nobodys_but_the_authors(pair: Pair) -> None:
    pair.draft("Half a thought")
    assert pair.seen_by(pair.maya) == []
    assert pair.seen_by(pair.coach) == [""]


def test_private_notes_stay_private_and_a_candidates_are_shared_with_coaches(pair: Pair) -> None:
    pair.save("Private.")
    assert pair.seen_by(pair.maya) == []
    pair.id = uuid4()
    pair.save("Mine.", author=pair.maya)
    pair.id = uuid4()
    pair.save("For my coaches.", author=pair.maya, shared=True)
    assert pair.seen_by(pair.coach) == ["Private.", "For my coaches."]


def test_a_note_shared_with_the_candidate_is_not_another_coachs_to_read(pair: Pair) -> None:
    other = make_coach(pair.maya)
    pair.save("For Maya.", shared=True)
    assert pair.seen_by(other) == []


def test_after_the_grant_the_coach_reaches_nothing_and_the_candidate_keeps_what_was_shared(
    pair: Pair,
) -> None:
    pair.save("Private.")
    pair.id = uuid4()
    pair.save("Shared.", shared=True)
    CoachGrant.objects.update(revoked_at=timezone.now())
    with pytest.raises(Http404):
        pair.seen_by(pair.coach)
    with pytest.raises(Http404):
        pair.save("More.")
    assert pair.seen_by(pair.maya) == ["Shared."]
    CoachGrant.objects.create(candidate=pair.maya, coach=pair.coach)
    assert pair.seen_by(pair.coach) == ["Private.", "Shared."]


def test_a_second_tab_is_told_and_overwrites_nothing(pair: Pair) -> None:
    first = pair.save("First.")
    pair.save("From one tab.", first.version)
    for act in (pair.draft, pair.save):
        with pytest.raises(Conflict):
            act("From the other.", first.version)
    assert SeasonNote.objects.get().text == "From one tab."
    # What the row says already is no conflict: an answer may have been lost.
    pair.save("From one tab.", first.version)


def test_nobody_writes_into_anothers_note(pair: Pair) -> None:
    pair.save("Mine.")
    with pytest.raises(Http404):
        pair.save("Yours.", 1, author=pair.maya)
    with pytest.raises(Http404):
        services.delete_note(author=pair.maya, candidate_id=pair.maya.pk, note_id=pair.id)


def test_nothing_typed_keeps_nothing(pair: Pair) -> None:
    assert pair.draft("  ") is None
    note = pair.draft("A word")
    assert note is not None
    assert pair.draft("", note.version) is None
    assert not SeasonNote.objects.exists()
    with pytest.raises(DomainError) as refusal:
        pair.save(" ")
    assert refusal.value.code == "empty"


def test_deleting_can_be_undone_for_a_day(pair: Pair) -> None:
    note = pair.save("Words.", shared=True)
    act: dict[str, Any] = {"author": pair.coach, "candidate_id": pair.maya.pk, "note_id": pair.id}
    services.delete_note(**act)
    assert pair.seen_by(pair.maya) == pair.seen_by(pair.coach) == []
    with pytest.raises(DomainError):
        pair.draft("More", note.version + 1)
    assert services.purge() == 0
    services.restore_note(**act)
    assert pair.seen_by(pair.maya) == ["Words."]
    services.delete_note(**act)
    SeasonNote.objects.update(deleted_at=timezone.now() - timedelta(hours=25))
    assert services.purge() == 1
    with pytest.raises(Http404):
        services.restore_note(**act)


def test_the_candidate_hears_once_of_a_shared_note_and_not_what_it_says(pair: Pair) -> None:
    note = pair.save("NOTEWORDS", shared=True)
    pair.save("NOTEWORDS again", note.version, shared=True)
    (mail,) = OutgoingMail.objects.all()
    assert mail.to == pair.maya.email
    assert "NOTEWORDS" not in mail.subject + mail.text
    assert "/season/#notes" in mail.text


SCORE = GoalData(due_on=DUE, kind="recruiter", criterion="one", title="One", target=8)


def test_candidate_and_coach_change_the_same_goal_and_its_history_tells(pair: Pair) -> None:
    goal = pair.goal(SCORE)
    goal = pair.goal(GoalData(**{**SCORE.__dict__, "target": 9}), goal.version, pair.maya)
    with pytest.raises(Conflict):
        pair.goal(GoalData(**{**SCORE.__dict__, "target": 7}), 1)
    assert [(act.what, act.actor, act.after) for act in SeasonGoalAct.objects.all()][1] == (
        "changed",
        pair.maya,
        {"target": 9},
    )
    assert goal.target == 9


def test_another_criterion_begins_anew(pair: Pair) -> None:
    goal = pair.goal(SCORE)
    SeasonGoal.objects.update(since=timezone.now() - timedelta(days=30))
    later = pair.goal(GoalData(**{**SCORE.__dict__, "target": 9}), goal.version)
    assert later.since < timezone.now() - timedelta(days=29)
    anew = pair.goal(GoalData(**{**SCORE.__dict__, "criterion": "two", "title": "Two"}), later.version)
    assert anew.since > timezone.now() - timedelta(minutes=1)


def test_a_score_is_met_by_raters_and_words_by_people(pair: Pair) -> None:
    pair.goal(SCORE)
    act: dict[str, Any] = {"actor": pair.maya, "candidate_id": pair.maya.pk, "goal_id": pair.id}
    with pytest.raises(DomainError) as refusal:
        goal_services.close_goal(**act, state="met")
    assert refusal.value.code == "computed"
    assert goal_services.close_goal(**act, state="dropped").state == "dropped"
    assert goal_services.reopen_goal(**act).state == "open"
    pair.id = act["goal_id"] = uuid4()
    pair.goal(GoalData(due_on=DUE, words="Two stories."))
    assert goal_services.close_goal(**act, state="missed").closed_at is not None
    with pytest.raises(DomainError):
        goal_services.close_goal(**act, state="met")
    with pytest.raises(DomainError):
        pair.goal(GoalData(due_on=DUE, words="Three."), 2)


def test_setting_the_same_goal_twice_sets_one(pair: Pair) -> None:
    assert pair.goal(SCORE) == pair.goal(SCORE)
    assert SeasonGoalAct.objects.count() == 1
