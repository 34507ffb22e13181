"""Revisions stay as they were, each at its address, and what changed is said in words."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from common.models import OutgoingMail
from interviews.models import Loop
from rubrics.debriefs import compiler
from rubrics.debriefs.differences import Difference, compare
from rubrics.debriefs.releasing import release
from rubrics.debriefs.revision_words import in_short, lines
from rubrics.debriefs.revisions import revisions_of
from rubrics.models import Debrief, DebriefRevision, Scorecard
from rubrics.scorecards.reopening import reopen
from rubrics.scorecards.services import submit
from tests.factories import make_coach, make_peer, seat_person
from tests.rubrics.making import card_data, finished_loop, hand_in, interviewer_of

pytestmark = pytest.mark.django_db


def compiled_twice() -> Loop:
    """A loop whose debrief a coach released without the last card, which then came in."""
    loop = finished_loop(cards=3)
    release(loop=loop, coach=make_coach(loop.candidate))
    compiler.sweep()
    hand_in(loop.rounds.get(kind="behavioural"), 4, 8, 8)
    compiler.sweep()
    return loop


def contents(loop: Loop) -> list[dict[str, Any]]:
    found = DebriefRevision.objects.filter(debrief__loop=loop).order_by("number")
    return [each.content for each in found]


def test_the_same_twice_differs_in_nothing() -> None:
    (content,) = contents(_compiled())
    assert compare(content, content) == []
    assert in_short([]) == "Nothing that raters said is different; it was put together anew."


def _compiled() -> Loop:
    loop = finished_loop()
    compiler.sweep()
    return loop


def test_a_late_card_is_one_change_and_its_means() -> None:
    loop = compiled_twice()
    found = compare(*contents(loop))
    name = interviewer_of(loop.rounds.get(kind="behavioural")).name
    assert [each for each in found if each.what == "card_in"] == [
        Difference("card_in", "behavioural", who=name, after="interviewer")
    ]
    assert [each.after for each in found if each.what == "mean"] == [Fraction(4), Fraction(8), Fraction(8)]
    assert not any(each.what in {"score", "evidence", "takeaway"} for each in found)
    assert in_short(found).startswith("1 card came in, 3 means moved")
    first = lines(found)[0]
    assert (first["round"], first["what"]) == ("Leadership and behavioural", f"The card of {name} came in")
    mean = next(each for each in lines(found) if "mean" in each["what"])
    assert (mean["before"], mean["after"]) == ("–", "2")


def test_a_card_handed_in_again_says_what_it_said_before() -> None:
    loop = _compiled()
    round_ = loop.rounds.get(kind="recruiter")
    card = Scorecard.objects.get(round=round_)
    reopen(card=card, coach=make_coach(loop.candidate), reason="look again")
    card.refresh_from_db()
    data = card_data("recruiter", 9, None, call="strong_yes", takeaway="Now better")
    submit(round=round_, rater=card.rater, version=card.version, data=data)
    compiler.sweep()
    found = compare(*contents(loop))
    said = {(each["what"], each["before"], each["after"]) for each in lines(found)}
    who = card.rater.name
    assert {
        (f"{who} handed the card in again", "", ""),
        (f"First of recruiter, score by {who}", "1.5", "4.5"),
        (f"Second of recruiter, score by {who}", "3.5", "not observed"),
        (f"Overall call of {who}", "Yes", "Strong yes"),
        (f"Takeaway of {who}", "TAKEAWAY recruiter", "Now better"),
        ("First of recruiter, mean of the raters", "1.5", "4.5"),
        ("Second of recruiter, mean of the raters", "3.5", "–"),
    } <= said


def test_an_observers_card_moves_the_mean_and_is_no_score_of_another() -> None:
    loop = _compiled()
    round_ = loop.rounds.get(kind="recruiter")
    observer = make_peer(hours=False)
    seat_person(round_, observer, "observer")
    hand_in(round_, 9, rater=observer)
    compiler.sweep()
    found = compare(*contents(loop))
    assert [each.who for each in found if each.what == "card_in"] == [observer.name]
    assert Difference("mean", "recruiter", "First of recruiter", "", Fraction(3), Fraction(6)) in found


def test_each_revision_opens_at_its_own_address(client_for: Callable[[Any], Any]) -> None:
    loop = compiled_twice()
    client = client_for(loop.candidate)
    page = client.get(f"/loops/{loop.pk}/debrief/").content.decode()
    base = f"/loops/{loop.pk}/debrief/revisions"
    for wanted in ("What changed", "1 card came in", f"{base}/1/", f"{base}/1.pdf", f"{base}/2.pdf"):
        assert wanted in page
    old = client.get(f"{base}/1/").content.decode()
    assert "This is how the debrief was then." in old
    assert "EVIDENCE behavioural" not in old
    new = client.get(f"{base}/2/?from=1").content.decode()
    assert "EVIDENCE behavioural" in new
    assert "<details open>" in new
    assert client.get(f"{base}/1.pdf").content != client.get(f"{base}/2.pdf").content
    assert client.get(f"{base}/1.pdf")["Content-Type"] == "application/pdf"
    for door in ("3/", "3.pdf", "0/"):
        assert client.get(f"{base}/{door}").status_code == 404
    assert client.get(f"{base}/2/?from=x").status_code == 200


def test_access_is_that_of_the_debrief(client_for: Callable[[Any], Any]) -> None:
    loop = finished_loop(cards=3)
    coach = make_coach(loop.candidate)
    release(loop=loop, coach=coach)
    compiler.sweep()
    people = {
        "candidate": loop.candidate,
        "coach": coach,
        "done": interviewer_of(loop.rounds.get(kind="recruiter")),
        "owing": interviewer_of(loop.rounds.get(kind="behavioural")),
        "never granted": make_peer(hours=False, is_coach=True),
        "nobody": None,
    }
    for door in ("1/", "1.pdf"):
        path = f"/loops/{loop.pk}/debrief/revisions/{door}"
        got = {name: client_for(person).get(path).status_code for name, person in people.items()}
        assert got == {
            "candidate": 200, "coach": 200, "done": 200, "owing": 404, "never granted": 404, "nobody": 302,
        }  # fmt: skip


def test_the_list_is_one_query(django_assert_num_queries: Any) -> None:
    debrief = Debrief.objects.get(loop=compiled_twice())
    with django_assert_num_queries(1):
        rows = revisions_of(debrief)
    assert [(each["revision"].number, bool(each["short"])) for each in rows] == [(2, True), (1, False)]
    assert OutgoingMail.objects.filter(key__startswith=f"debrief:{debrief.pk}:2:").exists()
