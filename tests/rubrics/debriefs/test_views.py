"""The debrief's page in each of its states, its PDF, its boards, and a real worker behind it."""

from collections.abc import Callable
from typing import Any

import pytest

from common.models import OutgoingMail
from interviews.models import Board
from rubrics.debriefs import compiler, leases
from rubrics.models import Debrief, DebriefRevision
from tests.factories import make_coach, make_loop, make_peer
from tests.polling import poll
from tests.rubrics.debriefs.test_pdf import text_of
from tests.rubrics.making import finished_loop, hand_in, interviewer_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def address(loop: Any) -> str:
    return f"/loops/{loop.pk}/debrief/"


def page_of(client: Any, loop: Any, **headers: str) -> str:
    return client.get(address(loop), headers=headers).content.decode()


def test_before_anything_it_says_what_it_waits_for(client_for: Callable[[Any], Any]) -> None:
    loop = make_loop()
    page = page_of(client_for(loop.candidate), loop)
    assert "The debrief waits for both sides" in page
    assert page.count("still to come") == 4


def test_waiting_names_the_cards_and_no_scores(client_for: Callable[[Any], Any]) -> None:
    loop = finished_loop(cards=2)
    page = page_of(client_for(loop.candidate), loop)
    missing = interviewer_of(loop.rounds.get(kind="behavioural"))
    assert f"the card of {missing.name} is not in yet" in page
    assert page.count("is not in yet") == 2
    assert "EVIDENCE" not in page
    assert "every 1s" not in page.split('id="debrief-state"')[1].split(">")[0]


def test_queued_and_compiling_poll_and_tell_real_progress(client_for: Callable[[Any], Any]) -> None:
    loop = finished_loop()
    debrief = Debrief.objects.get(loop=loop)
    client = client_for(loop.candidate)
    assert "Queued" in page_of(client, loop)
    lease = leases.claim(debrief.pk)
    assert lease
    leases.advance(debrief.pk, lease, step="round:behavioural", done=4, total=8)
    part = page_of(client, loop, **HTMX)
    assert part.lstrip().startswith('<div id="debrief-state"')
    assert 'hx-trigger="every 1s, look"' in part
    assert "4 of 8 steps done: reading Leadership and behavioural and its board" in part
    assert 'value="4" max="8"' in part
    Debrief.objects.update(lease_until="2026-01-01T00:00Z")
    compiler.sweep()
    answer = client.get(address(loop), headers=HTMX)
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_failed_says_why_and_can_be_tried_again(client_for: Callable[[Any], Any]) -> None:
    loop = finished_loop()
    Debrief.objects.update(state="failed", step="pdf", attempts=5, error="ValueError: no ink")
    client = client_for(loop.candidate)
    page = page_of(client, loop)
    assert "It stopped while writing the PDF, 5 times in a row." in page
    assert "Something went wrong that should not: ValueError." in page
    assert "no ink" not in page, "an error may quote a card, and the seal is not open"
    assert (
        client_for(interviewer_of(loop.rounds.get(kind="recruiter")))
        .post(address(loop) + "retry/")
        .status_code
        == 404
    )
    assert client.get(address(loop) + "retry/").status_code == 405
    client.post(address(loop) + "retry/")
    assert Debrief.objects.get().state == "queued"
    compiler.sweep()
    client.post(address(loop) + "retry/")
    assert Debrief.objects.get().state == "ready"


def test_ready_reads_as_a_report(client_for: Callable[[Any], Any]) -> None:
    loop = finished_loop()
    Board.objects.filter(round__loop=loop, round__kind="system_design").update(last_seq=3)
    compiler.sweep()
    client = client_for(loop.candidate)
    page = page_of(client, loop)
    for wanted in (
        "Revision 1",
        "4 of 4 rounds took place",
        "EVIDENCE behavioural first",
        "Drill recruiter first",
    ):
        assert wanted in page
    assert page.count("one rater: wide (±1.3)") == 12
    assert page.count("chart--interval") == 12
    (board,) = Board.objects.filter(last_seq=3)
    picture = f"{address(loop)}boards/{board.pk}.svg"
    assert page.count(f'src="{picture}"') == page.count("<img ") == 1
    answer = client.get(picture)
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(f"{address(loop)}boards/{loop.pk}.svg").status_code == 404
    pdf = client.get(f"/loops/{loop.pk}/debrief.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_who_gets_in_before_and_after(client_for: Callable[[Any], Any]) -> None:
    loop = finished_loop(cards=3)
    people = {
        "candidate": loop.candidate,
        "coach": make_coach(loop.candidate),
        "done": interviewer_of(loop.rounds.get(kind="recruiter")),
        "owing": interviewer_of(loop.rounds.get(kind="behavioural")),
        "stranger": make_peer(hours=False, is_coach=True),
        "nobody": None,
    }

    def statuses(door: str) -> dict[str, int]:
        return {name: client_for(person).get(door).status_code for name, person in people.items()}

    shut = dict.fromkeys(people, 404) | {"nobody": 302}
    assert statuses(address(loop)) == shut | {"candidate": 200, "coach": 200}
    assert statuses(f"/loops/{loop.pk}/debrief.pdf") == shut
    hand_in(loop.rounds.get(kind="behavioural"))
    compiler.sweep()
    open_to_all = shut | dict.fromkeys(("candidate", "coach", "done", "owing"), 200)
    board = Board.objects.filter(round__loop=loop).first()
    assert board is not None
    for door in (address(loop), f"/loops/{loop.pk}/debrief.pdf", f"{address(loop)}boards/{board.pk}.svg"):
        assert statuses(door) == open_to_all


def test_an_interviewer_sees_no_links_to_rooms_of_others(client_for: Callable[[Any], Any]) -> None:
    loop = finished_loop()
    compiler.sweep()
    own = loop.rounds.get(kind="recruiter")
    page = page_of(client_for(interviewer_of(own)), loop)
    links = {f"/rounds/{each.pk}/" for each in loop.rounds.all() if f'href="/rounds/{each.pk}/"' in page}
    assert links == {f"/rounds/{own.pk}/"}


def test_moments_lead_each_reader_into_replays_they_may_open(client_for: Callable[[Any], Any]) -> None:
    loop = finished_loop()
    compiler.sweep()
    boards = {each.kind: str(each.board.pk) for each in loop.rounds.all()}

    def led_to(person: Any) -> set[str]:
        client, page = client_for(person), page_of(client_for(person), loop)
        kinds = {kind for kind, board in boards.items() if f"/boards/{board}/replay/?t=0" in page}
        for kind in kinds:
            assert client.get(f"/boards/{boards[kind]}/replay/?t=0").status_code == 200
        return kinds

    assert led_to(loop.candidate) == set(boards)
    assert led_to(make_coach(loop.candidate)) == set(boards)
    assert led_to(interviewer_of(loop.rounds.get(kind="recruiter"))) == {"recruiter"}


def test_a_hostile_name_stays_a_name_on_page_print_and_mail(client_for: Callable[[Any], Any]) -> None:
    name = "<img src=x onerror=alert(1)> {{ x }} #panic() *b*"
    loop = finished_loop()
    type(loop.candidate).objects.filter(pk=loop.candidate.pk).update(name=name)
    coach = make_coach(loop.candidate)
    compiler.sweep()
    page = page_of(client_for(coach), loop)
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; {{ x }} #panic() *b*" in page
    (mail,) = OutgoingMail.objects.filter(to=coach.email, key__startswith="debrief:")
    assert (mail.subject, name in mail.text) == (f"The debrief of {name} is ready", True)
    pdf = client_for(coach).get(f"/loops/{loop.pk}/debrief.pdf").content
    assert "".join(name.split()) in "".join(text_of(pdf).split())


def test_as_many_queries_for_four_cards_as_for_one(
    client_for: Callable[[Any], Any], django_assert_num_queries: Any
) -> None:
    for cards, expected in ((1, 15), (4, 15)):
        loop = finished_loop(cards=cards)
        debrief = Debrief.objects.get(loop=loop)
        Debrief.objects.filter(pk=debrief.pk).update(state="queued")
        compiler.sweep()
        client = client_for(loop.candidate)
        with django_assert_num_queries(expected):
            assert client.get(address(loop)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_compiles_what_the_last_card_queues(celery_worker_running: None) -> None:
    loop = finished_loop()
    poll(lambda: Debrief.objects.get(loop=loop).state == "ready", seconds=30, what="the debrief")
    assert DebriefRevision.objects.get(debrief__loop=loop).number == 1
