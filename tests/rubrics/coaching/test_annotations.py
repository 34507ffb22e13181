"""Annotations: who writes, who reads, where they stand, and that private ones never get out."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.grants.services import revoke_grant
from accounts.models import CoachGrant, User
from common.errors import DomainError
from common.models import OutgoingMail
from interviews.models import Loop
from rubrics.coaching import services
from rubrics.coaching.tasks import sweep_annotations
from rubrics.debriefs import compiler
from rubrics.models import Annotation, DebriefRevision
from tests.factories import make_coach, make_user
from tests.rubrics.making import finished_loop, hand_in, interviewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop() -> Loop:
    made = finished_loop(cards=4)
    compiler.sweep()
    return made


@pytest.fixture
def coach(loop: Loop) -> User:
    return make_coach(loop.candidate, name="Hannah")


def debrief(loop: Loop) -> str:
    return f"/loops/{loop.pk}/debrief/"


def page_of(client: Any, loop: Loop) -> str:
    return str(client.get(debrief(loop)).content.decode())


def wrote(loop: Loop, author: User, text: str = "SECRETWORDS", **fields: Any) -> Annotation:
    values: dict[str, Any] = {"kind": "", "criterion": "", "is_shared": False} | fields
    return services.annotate(key=uuid.uuid4(), loop=loop, author=author, text=text, **values)


def form(**fields: Any) -> dict[str, Any]:
    return {"key": uuid.uuid4(), "version": 0, "place": "whole", "text": "Hello", "is_shared": "no"} | fields


def test_is_written_in_its_place_and_shared_with_word_once_a_day(
    loop: Loop, coach: User, client_for: Callable[[Any], Any]
) -> None:
    client, candidate = client_for(coach), client_for(loop.candidate)
    OutgoingMail.objects.all().delete()
    here = f"{debrief(loop)}annotate/?on=recruiter.recruiter_first"
    assert 'value="recruiter.recruiter_first" selected' in client.get(here).content.decode()
    sent = form(place="recruiter.recruiter_first", text="On <b>that</b>", is_shared="yes")
    answer = client.post(here, sent)
    made = Annotation.objects.get()
    assert answer["Location"] == f"{debrief(loop)}#remark-{made.pk}"
    assert (made.kind, made.criterion, made.is_shared) == ("recruiter", "recruiter_first", True)
    client.post(here, sent)
    assert Annotation.objects.count() == 1
    page = page_of(candidate, loop)
    assert "On &lt;b&gt;that&lt;/b&gt;" in page
    assert (
        page.index('id="round-recruiter"')
        < page.index("On &lt;b&gt;")
        < page.index('id="round-product_sense"')
    )
    assert "First of recruiter" in page[page.index(f"remark-{made.pk}") :][:400]
    wrote(loop, coach, is_shared=True)
    mail = OutgoingMail.objects.get()
    assert mail.to == loop.candidate.email
    assert "On <b>" not in mail.text
    log = client_for(loop.candidate).get("/settings/coaches/log/").content.decode()
    assert "Annotation" in log


def test_it_stays_when_the_debrief_is_compiled_anew(
    loop: Loop, coach: User, client_for: Callable[[Any], Any]
) -> None:
    wrote(loop, coach, "STAYS", kind="recruiter", criterion="recruiter_first")
    wrote(loop, coach, "LEFTOVER", kind="recruiter", criterion="gone")
    round_ = loop.rounds.get(kind="recruiter")
    other = make_coach(loop.candidate)
    hand_in_late = make_user(is_peer=True)
    round_.seats.create(person=hand_in_late, role="observer", purpose="shadow")
    hand_in(round_, 5, rater=hand_in_late)
    compiler.sweep()
    assert DebriefRevision.objects.filter(debrief__loop=loop).count() == 2
    page = page_of(client_for(coach), loop)
    for text in ("STAYS", "LEFTOVER"):
        assert page.count(text) == 1
        assert text not in page_of(client_for(other), loop)


def test_private_words_reach_nobody_else_anywhere(
    loop: Loop, coach: User, client_for: Callable[[Any], Any]
) -> None:
    for kind, criterion in (("", ""), ("recruiter", ""), ("recruiter", "recruiter_first")):
        wrote(loop, coach, kind=kind, criterion=criterion)
    shared = wrote(loop, coach, "SHAREDWORDS", is_shared=True)
    readers = [
        loop.candidate,
        make_coach(loop.candidate),
        interviewer_of(loop.rounds.get(kind="recruiter")),
        make_user(is_staff=True, is_superuser=True),
        make_coach(),
        None,
    ]
    sees_shared = []
    for reader in readers:
        client = client_for(reader)
        for address in (debrief(loop), f"{debrief(loop)[:-1]}.pdf", f"/loops/{loop.pk}/", "/debriefs/", "/"):
            content = client.get(address).content
            assert b"SECRETWORDS" not in content
            if b"SHAREDWORDS" in content:
                sees_shared.append(reader)
        assert client.get(f"/annotations/{shared.pk}/").status_code in (404, 302)
        assert client.post(f"/annotations/{shared.pk}/remove/").status_code in (404, 302)
    assert sees_shared == readers[:2]
    assert not OutgoingMail.objects.filter(text__contains="WORDS").exists()
    for revision in DebriefRevision.objects.filter(debrief__loop=loop):
        assert "WORDS" not in str(revision.content)
    assert page_of(client_for(coach), loop).count("SECRETWORDS") == 3
    assert Annotation.objects.filter(deleted_at=None).count() == 4


def test_a_stale_page_shows_both_and_overwrites_nothing(
    loop: Loop, coach: User, client_for: Callable[[Any], Any]
) -> None:
    made, client = wrote(loop, coach, "First"), client_for(coach)
    address = f"/annotations/{made.pk}/"
    sent = {"key": made.pk, "is_shared": "no"}
    assert client.post(address, {**sent, "version": 1, "text": "Second"}).status_code == 302
    answer = client.post(address, {**sent, "version": 1, "text": "Mine"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Second" in page
    assert "Mine" in page
    assert 'name="version" value="2"' in page
    assert client.post(address, {**sent, "version": 2, "text": "Mine"}).status_code == 302
    made.refresh_from_db()
    assert (made.text, made.version) == ("Mine", 3)
    answer = client.post(address, {**sent, "version": 3, "text": " "})
    assert answer.status_code == 422


def test_deleted_it_can_be_brought_back_for_a_day(
    loop: Loop, coach: User, client_for: Callable[[Any], Any]
) -> None:
    made, client = wrote(loop, coach, "SHAREDWORDS", is_shared=True), client_for(coach)
    address = f"/annotations/{made.pk}/remove/"
    client.post(address)
    assert "SHAREDWORDS" not in page_of(client_for(loop.candidate), loop)
    page = page_of(client, loop)
    assert "Bring it back" in page
    assert "SHAREDWORDS" not in page
    with pytest.raises(DomainError):
        services.rewrite(annotation=made, version=2, text="x", is_shared=True)
    client.post(address, {"do": "back"})
    assert "SHAREDWORDS" in page_of(client_for(loop.candidate), loop)
    client.post(address)
    assert sweep_annotations() == 0
    Annotation.objects.update(deleted_at=timezone.now() - timedelta(hours=25))
    assert "Bring it back" not in page_of(client, loop)
    assert sweep_annotations() == 1


def test_who_was_sent_away_writes_and_reads_nothing(
    loop: Loop, coach: User, client_for: Callable[[Any], Any]
) -> None:
    made, client = wrote(loop, coach, "SHAREDWORDS", is_shared=True), client_for(coach)
    revoke_grant(candidate=loop.candidate, grant_id=CoachGrant.objects.get(coach=coach).pk)
    with pytest.raises(DomainError):
        wrote(loop, coach)
    assert client.post(f"{debrief(loop)}annotate/", form()).status_code == 404
    assert client.get(f"/annotations/{made.pk}/").status_code == 404
    assert "SHAREDWORDS" in page_of(client_for(loop.candidate), loop)


def test_many_cost_as_much_as_one(
    loop: Loop, coach: User, client_for: Callable[[Any], Any], django_assert_max_num_queries: Any
) -> None:
    client, counts = client_for(loop.candidate), []
    for _ in range(2):
        wrote(loop, coach, is_shared=True)
        with django_assert_max_num_queries(40) as found:
            page_of(client, loop)
        counts.append(len(found))
        for _ in range(10):
            wrote(loop, coach, is_shared=True, kind="recruiter")
    assert counts[0] == counts[1]
