"""What the database refuses whatever the code does: every constraint of scoring is broken into once."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from prep.models import Story
from rubrics.models import (
    ActionStory,
    AgreementFigure,
    AgreementRun,
    Annotation,
    AssignedDrill,
    AttemptScore,
    CalibrationAttempt,
    CalibrationReference,
    CalibrationSample,
    CalibrationSession,
    CardRevision,
    ChipTag,
    Debrief,
    DebriefRevision,
    DrillSet,
    EvidenceChip,
    Export,
    LookBackWaiver,
    RaterAsk,
    RaterFigure,
    RecompileRun,
    RevisionFigure,
    RoundRating,
    Rubric,
    RubricAct,
    RubricDraft,
    SavedView,
    Score,
    Scorecard,
    SeasonGoal,
    SeasonGoalAct,
    SeasonNote,
    SessionEvent,
    SessionMember,
    SessionRemark,
    ShareLink,
)
from tests.factories import make_coach, make_loop, make_peer, make_round

pytestmark = pytest.mark.django_db
NOW = timezone.now()
KIND, TRACK = "recruiter", "test-track"


class Scene:
    """One row of everything, and what another needs to collide with it."""

    def __init__(self) -> None:
        self.loop = make_loop(rounds=False)
        self.peer = make_peer(hours=False)
        self.coach = make_coach(self.loop.candidate)
        self.round = make_round(self.loop, KIND, interviewer=self.peer)
        self.rubric = self.make_rubric("one", 1, is_current=True, in_files=True)
        self.card = Scorecard.objects.create(round=self.round, rater=self.peer, rubric=self.rubric)
        self.score = Score.objects.create(scorecard=self.card, criterion="one", half_steps=6)
        self.chip = EvidenceChip.objects.create(id=uuid.uuid4(), scorecard=self.card, at=NOW)
        self.rating = RoundRating.objects.create(
            round=self.round, candidate=self.loop.candidate, interviewer=self.peer
        )
        self.debrief = Debrief.objects.create(loop=self.loop)
        self.revision = self.make_revision(1, "1" * 64, is_current=True)
        self.sample = self.make_sample("1" * 64, is_current=True)
        self.session = CalibrationSession.objects.create(
            coach=self.coach, sample=self.sample, rubric=self.rubric, due_at=NOW
        )
        self.attempt = self.make_attempt()
        self.run = AgreementRun.objects.create()
        self.note = SeasonNote.objects.create(
            candidate=self.loop.candidate, author=self.coach, text="Words.", saved_at=NOW
        )
        self.goal = SeasonGoal.objects.create(
            candidate=self.loop.candidate, kind=KIND, criterion="one", target=8, due_on=NOW.date()
        )
        self.said = SeasonGoal.objects.create(
            candidate=self.loop.candidate, words="Two stories.", due_on=NOW.date()
        )

    def make_rubric(self, slug: str, number: int, **fields: Any) -> Rubric:
        values: dict[str, Any] = {
            "track_slug": TRACK,
            "kind": KIND,
            "digest": f"{slug}{number}",
            "title": "x",
            "body": {},
        }
        values |= {"is_current": False, "in_files": False, "slug": slug, "number": number}
        return Rubric.objects.create(**(values | fields))

    def make_revision(self, number: int, digest: str, **fields: Any) -> DebriefRevision:
        values: dict[str, Any] = {"is_current": False, "content": {}, "pdf": b""} | fields
        return DebriefRevision.objects.create(debrief=self.debrief, number=number, digest=digest, **values)

    def make_sample(self, digest: str, **fields: Any) -> CalibrationSample:
        values: dict[str, Any] = {"track_slug": TRACK, "kind": KIND, "slug": "s", "title": "x", "body": {}}
        return CalibrationSample.objects.create(**(values | {"digest": digest, "is_current": False} | fields))

    def make_attempt(self, **fields: Any) -> CalibrationAttempt:
        values: dict[str, Any] = {"person": self.peer, "sample": self.sample, "rubric": self.rubric}
        return CalibrationAttempt.objects.create(**(values | fields))

    def make_reference(self, number: int, **fields: Any) -> CalibrationReference:
        values: dict[str, Any] = {"body": {}, "is_current": False} | fields
        return CalibrationReference.objects.create(sample=self.sample, number=number, **values)

    def make_link(self, **fields: Any) -> ShareLink:
        values: dict[str, Any] = {"label": "Mentor", "expires_at": timezone.now() + timedelta(days=1)}
        return ShareLink.objects.create(loop=self.loop, **(values | fields))

    def make_card_revision(self, **fields: Any) -> CardRevision:
        values: dict[str, Any] = {
            "number": 1,
            "body": {},
            "submitted_at": NOW,
            "reopened_by": self.coach,
            "reason": "once more",
        }
        return CardRevision.objects.create(scorecard=self.card, **(values | fields))


def twice(make: Callable[[Scene], object]) -> Callable[[Scene], object]:
    """Once is fine; the second time is the break-in."""

    def run(scene: Scene) -> object:
        try:
            make(scene)
        except IntegrityError as error:
            pytest.fail(f"the first was refused: {error}")
        with transaction.atomic():
            return make(scene)

    return run


def set_to(name: str, **fields: object) -> Callable[[Scene], object]:
    """Write into a row that is there, past everything that looks at it."""

    def run(scene: Scene) -> object:
        row: models.Model = getattr(scene, name)
        return type(row)._default_manager.filter(pk=row.pk).update(**fields)

    return run


def figure(scene: Scene, **fields: Any) -> RevisionFigure:
    values = {"kind": KIND, "criterion": "one", "title": "One", "total": 6, "raters": 1} | fields
    return RevisionFigure.objects.create(revision=scene.revision, **values)


def agreement(scene: Scene, **fields: Any) -> AgreementFigure:
    values = {"scope": "prompt", "key": "k", "metric": "interval"} | fields
    return AgreementFigure.objects.create(run=scene.run, **values)


def attempt_score(scene: Scene, **fields: Any) -> AttemptScore:
    return AttemptScore.objects.create(attempt=scene.attempt, **({"criterion": "one"} | fields))


def annotation(scene: Scene, **fields: Any) -> Annotation:
    return Annotation.objects.create(**({"loop": scene.loop, "author": scene.coach, "text": "x"} | fields))


def link_an_action(scene: Scene, drill: str) -> ActionStory:
    story = Story.objects.create(candidate=scene.loop.candidate)
    return ActionStory.objects.create(loop=scene.loop, drill=drill, story=story)


def link_an_action_twice(scene: Scene) -> None:
    link_an_action(scene, "one")
    with transaction.atomic():
        link_an_action(scene, "one")


def assigned_drill(scene: Scene, **fields: Any) -> AssignedDrill:
    values = {"candidate": scene.loop.candidate, "coach": scene.coach, "slug": "one", "drill": {}} | fields
    return AssignedDrill.objects.create(**values)


def rater_ask(scene: Scene, **fields: Any) -> RaterAsk:
    values = {"round": scene.round, "coach": scene.coach, "peer": scene.peer, "expires_at": NOW} | fields
    return RaterAsk.objects.create(**values)


# Constraint → ways into it.
def saved_view(scene: Scene, name: str, **fields: Any) -> SavedView:
    return SavedView.objects.create(person=scene.coach, name=name, **fields)


def export(scene: Scene, **fields: Any) -> Export:
    return Export.objects.create(**{"asked_by": scene.coach, "format": "csv", "expires_at": NOW} | fields)


BREAK_INS: dict[str, list[Callable[[Scene], object]]] = {
    "agreement_one_pending": [lambda s: AgreementRun.objects.create()],
    "agreement_state_known": [set_to("run", state="lost")],
    "rater_figure_once": [twice(lambda s: RaterFigure.objects.create(run=s.run, rater=s.peer))],
    "rater_figure_comparable_has_severity": [
        lambda s: RaterFigure.objects.create(run=s.run, rater=s.peer, comparable=True),
        lambda s: RaterFigure.objects.create(run=s.run, rater=s.peer, severity=0.1),
    ],
    "agreement_figure_once": [twice(agreement)],
    "agreement_scope_known": [lambda s: agreement(s, scope="world")],
    "rubric_version": [lambda s: s.make_rubric("one", 2, digest="one1")],
    "rubric_number": [lambda s: s.make_rubric("one", 1, digest="other")],
    "rubric_origin_known": [set_to("rubric", origin="heaven")],
    "rubric_current": [lambda s: s.make_rubric("two", 1, is_current=True)],
    "rubric_in_files": [lambda s: s.make_rubric("two", 1, in_files=True)],
    "rubric_act_known": [lambda s: RubricAct.objects.create(rubric=s.rubric, what="burnt")],
    "rubric_draft_once": [
        twice(
            lambda s: RubricDraft.objects.create(
                base=s.rubric, author=s.coach, track_slug=TRACK, kind=KIND, body={}
            )
        )
    ],
    "drills_version": [
        twice(lambda s: DrillSet.objects.create(track_slug=TRACK, digest="1", body={}, is_current=False))
    ],
    "drills_current": [
        lambda s: [DrillSet.objects.create(track_slug=TRACK, digest=each, body={}) for each in "12"]
    ],
    "sample_version": [lambda s: s.make_sample("1" * 64)],
    "sample_current": [lambda s: s.make_sample("2" * 64, is_current=True)],
    "session_state_known": [set_to("session", state="lost")],
    "reference_number": [twice(lambda s: s.make_reference(1))],
    "reference_current": [lambda s: [s.make_reference(each, is_current=True) for each in (1, 2)]],
    "attempt_one_draft": [lambda s: s.make_attempt()],
    "attempt_once_a_session": [twice(lambda s: s.make_attempt(session=s.session))],
    "attempt_submitted_has_time": [
        set_to("attempt", state="submitted"),
        set_to("attempt", submitted_at=NOW),
    ],
    "attempt_differences_add_up": [set_to("attempt", total=1, largest=2)],
    "attempt_score_once": [twice(attempt_score)],
    "attempt_score_on_scale": [
        lambda s: attempt_score(s, half_steps=1),
        lambda s: attempt_score(s, half_steps=11),
    ],
    "attempt_score_not_observed_has_none": [lambda s: attempt_score(s, half_steps=6, not_observed=True)],
    "session_event_known": [lambda s: SessionEvent.objects.create(session=s.session, what="dreamt")],
    "session_opens_once": [
        twice(lambda s: SessionEvent.objects.create(session=s.session, what="opened_due"))
    ],
    "session_remark_says_something": [
        lambda s: SessionRemark.objects.create(session=s.session, criterion="one", author=s.peer, text="")
    ],
    "session_member_once": [twice(lambda s: SessionMember.objects.create(session=s.session, person=s.peer))],
    "scorecard_once": [
        lambda s: Scorecard.objects.create(round=s.round, rater=s.peer, rubric=s.rubric, role="shadow")
    ],
    "scorecard_submitted_has_time": [set_to("card", state="submitted"), set_to("card", submitted_at=NOW)],
    "scorecard_role_known": [set_to("card", role="judge")],
    "score_once": [lambda s: Score.objects.create(scorecard=s.card, criterion="one")],
    "score_on_scale": [set_to("score", half_steps=1), set_to("score", half_steps=11)],
    "score_not_observed_has_none": [set_to("score", not_observed=True)],
    "card_revision_number": [twice(lambda s: s.make_card_revision())],
    "card_revision_has_reason": [lambda s: s.make_card_revision(reason="")],
    "chip_source_known": [set_to("chip", source="dream")],
    "chip_tag_once": [twice(lambda s: ChipTag.objects.create(chip=s.chip, criterion="one"))],
    **{
        f"rating_{name}_on_scale": [set_to("rating", **{name: 1}), set_to("rating", **{name: 11})]
        for name in ("realism", "helpfulness", "evidence_quality")
    },
    "rating_submitted_has_time": [set_to("rating", state="submitted"), set_to("rating", submitted_at=NOW)],
    "action_story_once": [link_an_action_twice],
    "action_story_names_a_drill": [lambda s: link_an_action(s, "")],
    "annotation_kind_known": [lambda s: annotation(s, kind="tea")],
    "annotation_criterion_in_round": [lambda s: annotation(s, criterion="one")],
    "annotation_says_something": [lambda s: annotation(s, text="")],
    "drill_assigned_once": [twice(lambda s: assigned_drill(s))],
    "assigned_drill_state_known": [lambda s: assigned_drill(s, state="lost")],
    "drill_done_has_time": [
        lambda s: assigned_drill(s, state="done"),
        lambda s: assigned_drill(s, done_at=NOW),
    ],
    "rater_asked_once": [twice(lambda s: rater_ask(s, state="accepted"))],
    "rater_ask_state_known": [lambda s: rater_ask(s, state="lost")],
    "debrief_state_known": [set_to("debrief", state="lost")],
    "debrief_leased_while_compiling": [
        set_to("debrief", state="compiling"),
        set_to("debrief", lease=uuid.uuid4()),
    ],
    "debrief_released_at_a_time": [lambda s: set_to("debrief", released_by=s.coach)(s)],
    "recompile_one_unfinished": [twice(lambda s: RecompileRun.objects.create(scope="all", total=1))],
    "share_is_for_somebody": [lambda s: s.make_link(label="")],
    "share_ends_after_it_began": [lambda s: s.make_link(expires_at=NOW - timedelta(days=1))],
    "share_used_at_a_time": [lambda s: s.make_link(uses=1), lambda s: s.make_link(used_at=NOW)],
    "revision_number": [lambda s: s.make_revision(1, "2" * 64)],
    "revision_inputs_once": [lambda s: s.make_revision(2, "1" * 64)],
    "revision_current": [lambda s: s.make_revision(2, "2" * 64, is_current=True)],
    "figure_once": [twice(figure)],
    "figure_has_raters": [lambda s: figure(s, raters=0)],
    "note_says_something": [
        set_to("note", text="", saved_at=None),
        set_to("note", text="", saved_at=None, is_drafted=True),
    ],
    "note_draft_is_marked": [set_to("note", draft="More.")],
    "note_saved_has_time": [set_to("note", saved_at=None)],
    "note_shared_is_saved": [
        set_to("note", text="", saved_at=None, is_drafted=True, draft="More.", is_shared=True)
    ],
    "goal_state_known": [set_to("said", state="lost", closed_at=NOW)],
    "goal_on_scale": [set_to("goal", target=1), set_to("goal", target=11)],
    "goal_score_or_words": [
        set_to("goal", target=None),
        set_to("goal", criterion=""),
        set_to("goal", kind=""),
        set_to("said", words=""),
        set_to("said", target=8),
    ],
    "goal_closed_has_time": [set_to("said", state="met"), set_to("said", closed_at=NOW)],
    "goal_score_is_computed": [set_to("goal", state="met", closed_at=NOW)],
    "goal_act_known": [lambda s: SeasonGoalAct.objects.create(goal=s.goal, what="lost")],
    "saved_view_name_once": [lambda s: [saved_view(s, name) for name in ("Low", "lOW")]],
    "saved_view_one_default": [lambda s: [saved_view(s, name, is_default=True) for name in ("a", "b")]],
    "saved_view_has_a_name": [lambda s: saved_view(s, "")],
    "export_state_known": [lambda s: export(s, state="other")],
    "export_format_known": [lambda s: export(s, format="doc")],
    "export_leased_while_making": [
        lambda s: export(s, state="making"),
        lambda s: export(s, state="ready", lease=uuid.uuid4(), lease_until=NOW),
    ],
}
ONE_OF_A_KIND: dict[str, Callable[[Scene], object]] = {
    "rating of a round": lambda s: RoundRating.objects.create(
        round=s.round, candidate=s.loop.candidate, interviewer=s.peer
    ),
    "waiver of a round": twice(
        lambda s: LookBackWaiver.objects.create(round=s.round, candidate=s.loop.candidate)
    ),
    "debrief of a loop": lambda s: Debrief.objects.create(loop=s.loop),
    "reference of a session": lambda s: [s.make_reference(each, session=s.session) for each in (1, 2)],
}


def constraints() -> dict[str, Any]:
    """Every constraint of the app's models by its name."""
    return {
        constraint.name: constraint
        for model in apps.get_app_config("rubrics").get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_is_broken_into() -> None:
    assert set(constraints()) == set(BREAK_INS)


@pytest.mark.parametrize(
    ("name", "way"), [(name, way) for name, ways in BREAK_INS.items() for way in range(len(ways))]
)
def test_the_database_refuses(name: str, way: int) -> None:
    scene = Scene()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAK_INS[name][way](scene)
    # SQLite names a check constraint and the columns of a unique one, PostgreSQL names both.
    columns = getattr(constraints()[name], "fields", ())
    said = str(refusal.value)
    named = columns and all(f".{column}" in said for column in columns)
    assert name in said or named, said


@pytest.mark.parametrize("name", ONE_OF_A_KIND)
def test_there_is_one_of_a_kind(name: str) -> None:
    scene = Scene()
    with pytest.raises(IntegrityError), transaction.atomic():
        ONE_OF_A_KIND[name](scene)
