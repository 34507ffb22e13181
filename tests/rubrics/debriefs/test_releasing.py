"""A coach opens a debrief before everything is in: what it says beforehand, what it does, who stays blind."""

from collections.abc import Callable
from typing import Any

import pytest

from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.models import HistoryEntry, Loop
from rubrics.debriefs import compiler, reminders
from rubrics.debriefs.releasing import release, releasing
from rubrics.lookback.selectors import look_back_of
from rubrics.models import Debrief, DebriefRevision
from tests.factories import make_coach, make_loop, make_peer
from tests.rubrics.making import finished_loop, hand_in, interviewer_of, make_rubrics, run_round

pytestmark = pytest.mark.django_db


def half_done() -> Loop:
    """Two rounds took place, one card is in, nobody looked back, two rounds are to come."""
    make_rubrics()
    loop = make_loop()
    first, second, *_ = loop.rounds.order_by("position")
    run_round(first)
    hand_in(first)
    run_round(second)
    return loop


def test_what_is_missing_is_told_without_what_anybody_said() -> None:
    found = releasing(half_done())
    assert (found.stands, found.cards_in) == ("open", 1)
    assert [each.round.kind for each in found.cards_owed] == ["product_sense"]
    assert [each.round.kind for each in found.looks_owed] == ["recruiter", "product_sense"]
    assert [each.round.kind for each in found.to_come] == ["system_design", "behavioural"]


def test_releasing_opens_what_is_in_and_later_cards_make_revisions() -> None:
    loop = half_done()
    coach = make_coach(loop.candidate, name="Hannah")
    assert release(loop=loop, coach=coach).state == "queued"
    assert release(loop=loop, coach=coach).state == "queued", "twice changes nothing"
    assert HistoryEntry.objects.filter(loop=loop, event="debrief_released", actor=coach).count() == 1
    compiler.sweep()
    first = DebriefRevision.objects.get()
    assert [each["missing"] for each in first.content["rounds"]] == ["", "card", "open", "open"]
    debrief = Debrief.objects.get()
    assert (debrief.state, debrief.released_by) == ("ready", coach)
    mail = OutgoingMail.objects.get(to=loop.candidate.email, key__startswith="debrief:")
    assert mail.subject == "Your coach released your debrief"
    assert "Hannah opened your debrief with what is in so far." in mail.text
    assert "Product sense: The card of" in mail.text
    assert "EVIDENCE" not in mail.text

    hand_in(loop.rounds.get(kind="product_sense"))
    compiler.sweep()
    third = loop.rounds.get(kind="system_design")
    run_round(third)
    compiler.sweep()
    hand_in(third)
    compiler.sweep()
    numbers = list(DebriefRevision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4], "a card, a round that closed, its card"
    with pytest.raises(Conflict):
        release(loop=loop, coach=coach)


def test_afterwards_the_candidate_cant_look_back_and_raters_are_still_asked() -> None:
    loop = half_done()
    release(loop=loop, coach=make_coach(loop.candidate))
    compiler.sweep()
    before = OutgoingMail.objects.count()
    third = run_round(loop.rounds.get(kind="system_design"))
    assert look_back_of(third).standing == "revealed"
    asked = OutgoingMail.objects.order_by("pk")[before:]
    assert [each.to for each in asked if each.key.startswith(("card:", "look-back:"))] == [
        interviewer_of(third).email
    ]
    # A day later whoever forgot is asked again, although nothing is sealed; the candidate is left alone.
    yesterday = third.closed_at.replace(year=third.closed_at.year - 1)  # type: ignore[union-attr]
    loop.rounds.filter(state="completed").update(closed_at=yesterday)
    assert reminders.owe_reminders() == 2
    again = OutgoingMail.objects.filter(key__endswith=":day")
    assert {each.to for each in again} == {
        interviewer_of(third).email,
        interviewer_of(loop.rounds.get(kind="product_sense")).email,
    }


def test_there_is_nothing_to_release_before_a_card_is_in_or_once_it_opens_by_itself() -> None:
    make_rubrics()
    loop = make_loop()
    coach = make_coach(loop.candidate)
    run_round(loop.rounds.get(kind="recruiter"))
    with pytest.raises(DomainError) as refused:
        release(loop=loop, coach=coach)
    assert refused.value.code == "nothing"
    assert not Debrief.objects.exclude(released_at=None).exists()
    whole = finished_loop()
    assert releasing(whole).stands == "complete"
    release(loop=whole, coach=make_coach(whole.candidate))
    assert Debrief.objects.get(loop=whole).released_at is None, "all was in, nothing had to be released"


def test_the_page_says_what_it_means_and_only_a_coach_gets_it(client_for: Callable[[Any], Any]) -> None:
    loop = half_done()
    coach = make_coach(loop.candidate)
    other = make_coach(make_peer(hours=False))
    door = f"/loops/{loop.pk}/debrief/release/"
    shut = [loop.candidate, interviewer_of(loop.rounds.get(kind="recruiter")), other]
    for person in shut:
        for method in ("get", "post"):
            assert getattr(client_for(person), method)(door).status_code == 404
    client = client_for(coach)
    assert door in client.get(f"/loops/{loop.pk}/debrief/").content.decode()
    assert door not in client_for(loop.candidate).get(f"/loops/{loop.pk}/debrief/").content.decode()
    page = client.get(door).content.decode()
    for wanted in ("1 scorecard of an interviewer is in.", "still to come", "can’t be taken back"):
        assert wanted in page
    assert "EVIDENCE" not in page
    answer = client.post(door)
    assert (answer.status_code, answer["Location"]) == (302, f"/loops/{loop.pk}/debrief/")
    assert client.post(door).status_code == 302
    compiler.sweep()
    late = client.post(door)
    assert late.status_code == 409
    assert "This debrief is open already." in late.content.decode()


def test_raters_who_owe_a_card_stay_blind(client_for: Callable[[Any], Any]) -> None:
    loop = half_done()
    release(loop=loop, coach=make_coach(loop.candidate))
    compiler.sweep()
    page = f"/loops/{loop.pk}/debrief/"
    statuses = {
        kind: client_for(interviewer_of(loop.rounds.get(kind=kind))).get(page).status_code
        for kind in ("recruiter", "product_sense", "system_design", "behavioural")
    }
    assert statuses == {"recruiter": 200, "product_sense": 404, "system_design": 404, "behavioural": 404}
