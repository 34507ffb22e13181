"""What a compiled debrief finds in boards and earlier loops, and who may read it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from interviews.board import log
from interviews.board.elements import compact
from interviews.models import BoardEvent, Claim, Loop, Round
from rubrics.debriefs import compiler, services
from rubrics.debriefs.snapshot import COMPILER, take
from rubrics.models import Debrief, DebriefRevision, DrillSet, Scorecard
from tests.factories import make_coach, make_peer, make_user, seat_person
from tests.rubrics.debriefs import example
from tests.rubrics.debriefs.test_pdf import text_of
from tests.rubrics.making import finished_loop, hand_in, interviewer_of

pytestmark = pytest.mark.django_db


def text_element(name: str, text: str, version: int = 1) -> dict[str, Any]:
    """A text as a whiteboard keeps it."""
    some = next(each for each in example.elements() if each["type"] == "text")
    return {**some, "id": name, "version": version, "text": text, "originalText": text, "locked": False}


def write(round_: Round, text: str, *, name: str, at: datetime, version: int = 1) -> None:
    """Somebody writes on the board of a round at a moment."""
    element = text_element(name, text, version)
    log.append([log.Edit(round_.board.pk, round_.loop.candidate_id, [element], [compact(element)])])
    last = BoardEvent.objects.filter(board=round_.board).order_by("-seq")[:1]
    BoardEvent.objects.filter(pk__in=list(last.values_list("pk", flat=True))).update(at=at)


def compiled(loop: Loop) -> dict[str, Any]:
    revision = compiler.run(Debrief.objects.get(loop=loop).pk)
    assert revision is not None
    content: dict[str, Any] = revision.content
    return content


def loop_before(candidate: User | None, days: int, **fields: Any) -> Loop:
    """A loop that took place some days ago."""
    loop = finished_loop(candidate, **fields)
    for round_ in loop.rounds.all():
        moved = {key: getattr(round_, key) - timedelta(days=days) for key in ("starts_at", "ends_at")}
        Round.objects.filter(pk=round_.pk).update(**moved)
    Claim.objects.filter(seat__round__loop=loop).delete()
    return loop


def test_a_label_is_dated_by_when_it_first_said_it_and_only_the_final_board_counts() -> None:
    loop = finished_loop(cards=3)
    design = loop.rounds.get(kind="system_design")
    began = design.started_at
    assert began is not None
    type(design.board).objects.filter(pk=design.board.pk).update(frozen_at=None)
    write(design, "dedup?", name="a", at=began + timedelta(seconds=61))
    write(design, "dedup by payment id", name="a", version=2, at=began + timedelta(seconds=90))
    write(design, "queue", name="b", at=began + timedelta(seconds=100))
    write(design, "queue per bank", name="b", version=2, at=began + timedelta(seconds=200))
    write(design, "alerts", name="c", at=began + timedelta(seconds=300))
    write(design, "logs", name="c", version=2, at=began + timedelta(seconds=310))
    hand_in(loop.rounds.get(kind="behavioural"))
    found = {each["key"]: each["places"] for each in compiled(loop)["concepts"]}
    assert [(each["text"], each["offset"]) for each in found["idempotency"]] == [("dedup by payment id", 61)]
    assert [(each["text"], each["offset"]) for each in found["isolation"]] == [("queue per bank", 200)]
    assert found["observability"] == []
    (place,) = found["isolation"]
    assert (place["source"], place["kind"], place["board"]) == (
        "board",
        "system_design",
        str(design.board.pk),
    )
    assert datetime.fromisoformat(place["at"]) == began + timedelta(seconds=200)


def test_a_board_on_which_nothing_is_named_does_not_have_its_log_read(
    django_assert_num_queries: Any,
) -> None:
    from rubrics.debriefs.boards import written
    from rubrics.debriefs.concepts import Label

    with django_assert_num_queries(0):
        assert written(UUID(int=0), [Label("a", "Ledger")]) == []


def test_a_revision_says_what_it_was_made_from() -> None:
    loop = finished_loop()
    revision = compiler.run(Debrief.objects.get(loop=loop).pk)
    assert revision is not None
    inputs = revision.content["inputs"]
    assert inputs["compiler"] == COMPILER
    assert inputs["loop"] == str(loop.pk)
    kept = sorted([str(pk), version] for pk, version in Scorecard.objects.values_list("pk", "version"))
    assert inputs["cards"] == kept
    assert len(kept) == 4
    assert inputs["drills"] == DrillSet.objects.get().digest
    assert [each["kind"] for each in inputs["rounds"]] == [each.kind for each in loop.rounds.all()]
    assert {each["slug"] for each in inputs["prompts"]} == {each.prompt.slug for each in loop.rounds.all()}
    assert {(each["kind"], each["number"]) for each in inputs["rubrics"]} == {
        (each.kind, 1) for each in loop.rounds.all()
    }
    assert inputs["earlier"] is None
    snapshot = take(loop)
    assert snapshot.inputs == inputs
    assert snapshot.digest == revision.digest


def test_a_second_loop_says_what_changed_since_the_first() -> None:
    candidate = make_user()
    first, other = loop_before(candidate, 7), loop_before(None, 7)
    loop_before(candidate, 3, cards=0)
    third = finished_loop(candidate)
    compiled(first)
    compiled(other)
    content = compiled(third)
    since = content["since"]
    assert since["loop"] == str(first.pk), "the latest loop with a debrief, and nobody else's"
    assert datetime.fromisoformat(since["held_at"]) == max(each.starts_at for each in first.rounds.all())
    assert {row["kind"] for row in since["rows"]} == {each.kind for each in third.rounds.all()}
    assert all(row["by"] == [0, 1] and not row["beyond"] for row in since["rows"])
    before = DebriefRevision.objects.get(debrief__loop=first)
    assert content["inputs"]["earlier"] == {"loop": str(first.pk), "number": 1, "digest": before.digest}
    assert Loop.objects.filter(pk=first.pk).exists()
    assert DebriefRevision.objects.get(debrief__loop=first).content["since"] is None


def test_another_revision_of_the_loop_before_makes_these_inputs_others() -> None:
    candidate = make_user()
    first = loop_before(candidate, 7)
    second = finished_loop(candidate)
    compiled(first)
    compiled(second)
    assert services.reconsider(loop=second).state == "ready"  # type: ignore[union-attr]
    digest = take(second).digest
    observer = make_peer(hours=False)
    design = first.rounds.get(kind="system_design")
    seat_person(design, observer, "observer")
    hand_in(design, 10, rater=observer)
    compiled(first)
    assert take(second).digest != digest
    assert services.reconsider(loop=second).state == "queued"  # type: ignore[union-attr]
    assert compiled(second)["inputs"]["earlier"]["number"] == 2


def test_scores_of_the_loop_before_are_for_those_who_may_read_its_debrief(client: Client) -> None:
    candidate = make_user()
    coach = make_coach(candidate)
    first = loop_before(candidate, 7)
    second = finished_loop(candidate)
    first_design = first.rounds.get(kind="system_design")
    compiled(first)
    content = compiled(second)
    assert content["since"]["rows"]
    interviewer = interviewer_of(second.rounds.get(kind="recruiter"))
    DebriefRevision.objects.filter(debrief__loop=second).update(pdf=b"%PDF with all of it")

    from rubrics.debriefs.selectors import readable

    assert readable(content, candidate)["since"] == content["since"]
    assert readable(content, coach)["since"] == content["since"]
    assert interviewer not in [interviewer_of(each) for each in first.rounds.all()]
    assert readable(content, interviewer)["since"] is None
    assert readable(content, interviewer) | {"since": content["since"]} == content
    client.force_login(candidate)
    assert client.get(f"/loops/{second.pk}/debrief.pdf").content == b"%PDF with all of it"
    client.force_login(interviewer)
    assert "TAKEAWAY recruiter" in text_of(client.get(f"/loops/{second.pk}/debrief.pdf").content)
    seat_person(first_design, interviewer, "observer")
    hand_in(first_design, rater=interviewer)
    assert readable(content, interviewer)["since"] is None, "who just watched has no debrief of it"


def test_steps_that_are_told_are_the_steps_that_run(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = finished_loop(cards=1)
    run_order: list[tuple[str, int, int]] = []
    advance = compiler.leases.advance

    def told(*arguments: Any, step: str, done: int, total: int) -> None:
        run_order.append((step, done, total))
        advance(*arguments, step=step, done=done, total=total)

    monkeypatch.setattr(compiler.leases, "advance", told)
    Round.objects.filter(loop=loop).update(
        starts_at=timezone.now() - timedelta(hours=50), ends_at=timezone.now() - timedelta(hours=49)
    )
    Debrief.objects.filter(loop=loop).update(due_at=timezone.now())
    assert compiler.sweep() == 1
    plan = compiler.states.steps([each.kind for each in loop.rounds.order_by("position")])
    assert run_order == [(step, done, len(plan)) for done, step in enumerate(plan)]


def test_the_shared_example_has_the_shape_of_what_is_compiled() -> None:
    candidate = make_user()
    first = loop_before(candidate, 7)
    second = finished_loop(candidate)
    compiled(first)
    design = second.rounds.get(kind="system_design")
    type(design.board).objects.filter(pk=design.board.pk).update(frozen_at=None)
    write(design, "dedup", name="a", at=timezone.now())
    content, shown = compiled(second), example.content()
    assert content.keys() == shown.keys()
    assert content["inputs"].keys() == shown["inputs"].keys()
    for key in ("strengths", "gaps", "checks", "concepts", "actions", "rounds"):
        if content[key]:
            assert content[key][0].keys() == shown[key][0].keys(), key
    assert content["since"].keys() == shown["since"].keys()
    assert content["since"]["rows"][0].keys() == shown["since"]["rows"][0].keys()
    places = [each["concepts"][0]["places"][0] for each in (content, shown)]
    assert places[0].keys() == places[1].keys()
