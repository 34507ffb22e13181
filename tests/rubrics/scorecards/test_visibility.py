"""Blind for every role, at every stage, at every door."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.utils import timezone

from accounts.models import CoachGrant, User
from interviews.loops.services import set_round_state
from interviews.models import Round
from rubrics.debriefs import compiler
from rubrics.models import Debrief
from rubrics.scorecards.visibility import visible_scorecards
from tests.factories import make_coach, make_loop, make_peer, seat_person
from tests.rubrics.making import hand_in, interviewer_of, make_rubrics, waive_all

pytestmark = pytest.mark.django_db
SECRETS = ("EVIDENCE", "TAKEAWAY", "CALLREASON")


def words(answer: Any) -> str:
    """What can be read in an answer, be it a page or a PDF."""
    if answer["Content-Type"] != "application/pdf":
        return str(answer.content.decode())
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


class Stage:
    """A loop whose design round has an interviewer and an observer, driven stage by stage."""

    def __init__(self) -> None:
        make_rubrics()
        self.loop = make_loop()
        self.round = self.loop.rounds.get(kind="system_design")
        self.interviewer = interviewer_of(self.round)
        self.observer = make_peer(hours=False)
        seat_person(self.round, self.observer, "observer")
        self.other = interviewer_of(self.loop.rounds.get(kind="behavioural"))
        self.candidate = self.loop.candidate
        self.coach = make_coach(self.candidate)
        self.stranger = make_peer(hours=False, is_coach=True)
        self.staff = User.objects.create_superuser("root@example.org", "x")
        self.everybody = [
            self.interviewer,
            self.observer,
            self.other,
            self.candidate,
            self.coach,
            self.stranger,
            self.staff,
        ]
        for round_ in self.loop.rounds.all():
            set_round_state(round=round_, new="live", actor=None)

    def finish(self, *without: str) -> None:
        for round_ in self.loop.rounds.all():
            set_round_state(round=round_, new="completed", actor=None)
            if round_.kind not in {*without, "system_design"}:
                hand_in(round_)
        waive_all(self.loop)
        compiler.sweep()

    def raters_seen_by(self, person: User) -> set[str]:
        return {card.rater.name for card in visible_scorecards(person, self.round)}

    def doors(self) -> list[str]:
        return [
            *(f"/rounds/{each.pk}/scorecard/" for each in self.loop.rounds.all()),
            f"/loops/{self.loop.pk}/debrief/",
            f"/loops/{self.loop.pk}/debrief.pdf",
            "/debriefs/",
            *(f"/debriefs/?below={step}" for step in (3, 10)),
            "/admin/rubrics/scorecard/",
            *(f"/admin/rubrics/scorecard/{each.pk}/change/" for each in self.round.scorecards.all()),
            "/admin/rubrics/debrief/",
        ]

    def leaks(self, client: Any) -> set[str]:
        pages = [client.get(door, follow=True) for door in self.doors()]
        bodies = [words(page) for page in pages]
        return {secret for secret in SECRETS if any(secret in body for body in bodies)}


def test_stage_by_stage_through_the_rule_and_through_every_door(client_for: Callable[[Any], Any]) -> None:
    stage = Stage()
    one, two = stage.interviewer, stage.observer

    def seen() -> dict[str, set[str]]:
        return {
            person.name: stage.raters_seen_by(person)
            for person in stage.everybody
            if stage.raters_seen_by(person)
        }

    def told() -> set[str]:
        return {person.email for person in stage.everybody if stage.leaks(client_for(person))}

    assert seen() == {}
    hand_in(stage.round)
    assert seen() == {one.name: {one.name}}
    assert told() == {one.email}
    hand_in(stage.round, 2, rater=two)
    both = {one.name, two.name}
    assert seen() == {one.name: both, two.name: both}
    assert told() == {one.email, two.email}
    stage.finish("behavioural")
    assert told() >= {one.email, two.email}
    assert not told() & {stage.candidate.email, stage.coach.email, stage.other.email}
    hand_in(stage.loop.rounds.get(kind="behavioural"))
    compiler.sweep()
    readers = {stage.candidate.email, stage.coach.email, stage.other.email, one.email, two.email}
    assert readers <= told()
    assert not told() & {stage.stranger.email, stage.staff.email}
    assert seen()[stage.candidate.name] == both
    CoachGrant.objects.update(revoked_at="2026-01-01T00:00Z")
    assert stage.coach.email not in told()


def test_a_coach_who_owes_a_card_of_the_loop_reads_nothing_before(client_for: Callable[[Any], Any]) -> None:
    stage = Stage()
    seat = stage.loop.rounds.get(kind="behavioural").seats.filter(role="interviewer")
    seat.update(person=stage.coach)
    hand_in(stage.round)
    stage.finish("behavioural")
    long_ago = timezone.now() - timedelta(hours=60)
    Round.objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    Debrief.objects.update(due_at=long_ago)
    compiler.sweep()
    assert client_for(stage.candidate).get(f"/loops/{stage.loop.pk}/debrief.pdf").status_code == 200
    client = client_for(stage.coach)
    assert client.get(f"/loops/{stage.loop.pk}/debrief/").status_code == 404
    assert stage.candidate.shown_name not in client.get("/debriefs/").content.decode()
    assert not stage.leaks(client)
    hand_in(stage.loop.rounds.get(kind="behavioural"))
    assert client.get(f"/loops/{stage.loop.pk}/debrief/").status_code == 200
