"""Share links: what they open, for how long, and that everything else gets one and the same answer."""

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEntry
from common.errors import DomainError
from interviews.models import Board, Loop
from rubrics.debriefs import compiler
from rubrics.models import ShareLink
from rubrics.sharing import services, views
from rubrics.sharing.tokens import id_in, token_of
from tests.factories import make_coach, make_peer
from tests.rubrics.making import finished_loop, hand_in, interviewer_of

pytestmark = pytest.mark.django_db


def compiled(**fields: Any) -> Loop:
    loop = finished_loop(**fields)
    compiler.sweep()
    return loop


def link_of(loop: Loop, label: str = "Mentor Mia", days: int = 14) -> ShareLink:
    return services.share(loop=loop, label=label, days=days, key=uuid.uuid4())


def address(link: ShareLink, door: str = "") -> str:
    return f"/shared/{token_of(link.pk)}/{door}"


def text_of(answer: Any) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


def test_a_token_is_the_signed_id_and_nothing_else_opens() -> None:
    link_id = uuid.uuid4()
    token = token_of(link_id)
    assert id_in(token) == link_id
    assert link_id.hex not in token
    for made_up in (
        "",
        "x",
        token[:-1],
        token[:-1] + "~",
        token.upper(),
        str(link_id),
        f"{link_id}.x",
        "é.é",
    ):
        assert id_in(made_up) is None


def test_whoever_has_the_link_reads_page_print_and_boards(client_for: Callable[[Any], Client]) -> None:
    loop = compiled()
    Board.objects.filter(round__loop=loop, round__kind="system_design").update(last_seq=3)
    link = link_of(loop)
    visitor = client_for(None)
    page = visitor.get(address(link))
    words = page.content.decode()
    rater = interviewer_of(loop.rounds.get(kind="recruiter")).name
    for wanted in ("Shared with Mentor Mia, until", "EVIDENCE recruiter first", rater, 'content="noindex'):
        assert wanted in words
    assert f"/loops/{loop.pk}/" not in words, "nothing leads to what needs an account"
    assert "/replay/" not in words
    pdf = visitor.get(address(link, "debrief.pdf"))
    assert "Shared with Mentor Mia, until" in text_of(pdf)
    board = Board.objects.get(round__loop=loop, round__kind="system_design")
    picture = visitor.get(address(link, f"boards/{board.pk}.svg"))
    assert "sandbox" in picture["Content-Security-Policy"]
    other = Board.objects.get(round__loop=compiled(), round__kind="system_design")
    assert visitor.get(address(link, f"boards/{other.pk}.svg")).status_code == 404
    for answer in (page, pdf, picture):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    link.refresh_from_db()
    assert (link.uses, link.used_at is not None) == (2, True)


def test_without_names_raters_are_letters_on_page_and_print(
    client_for: Callable[[Any], Client], settings: Any
) -> None:
    settings.SHARE_RATER_NAMES = False
    loop = compiled()
    link = link_of(loop)
    names = {interviewer_of(each).name for each in loop.rounds.all()}
    texts = [
        client_for(None).get(address(link)).content.decode(),
        text_of(client_for(None).get(address(link, "debrief.pdf"))),
    ]
    for text in texts:
        assert "Rater A" in text
        assert not [name for name in names if name in text]


def test_revoked_expired_unknown_and_erased_get_the_same_answer(client_for: Callable[[Any], Client]) -> None:
    loop = compiled()
    revoked, expired, gone = link_of(loop), link_of(loop), link_of(compiled())
    services.revoke(link=revoked)
    services.revoke(link=revoked)
    ShareLink.objects.filter(pk=expired.pk).update(
        created_at=timezone.now() - timedelta(days=3), expires_at=timezone.now() - timedelta(days=1)
    )
    candidate = gone.loop.candidate
    candidate.is_active = False
    candidate.save()
    sealed = ShareLink.objects.create(
        loop=finished_loop(cards=2), label="Early", expires_at=timezone.now() + timedelta(days=1)
    )
    tokens = [token_of(each.pk) for each in (revoked, expired, gone, sealed)]
    tokens += [token_of(uuid.uuid4()), "made-up", tokens[0][:-2]]
    client = client_for(None)
    for door in ("", "debrief.pdf", f"boards/{uuid.uuid4()}.svg"):
        answers = [client.get(f"/shared/{token}/{door}") for token in tokens]
        assert {each.status_code for each in answers} == {404}
        bodies = {each.content.split(b"<main")[1].split(b"</main>")[0] for each in answers}
        assert len(bodies) == 1
        assert b"This link opens nothing" in bodies.pop()
    assert not ShareLink.objects.filter(uses__gt=0).exists()


def test_a_link_shows_the_current_revision(client_for: Callable[[Any], Client]) -> None:
    loop = compiled()
    link = link_of(loop)
    observer = make_peer("Otto Late", hours=False)
    from tests.factories import seat_person

    seat_person(loop.rounds.get(kind="recruiter"), observer, "observer")
    hand_in(loop.rounds.get(kind="recruiter"), 9, rater=observer)
    compiler.sweep()
    page = client_for(None).get(address(link)).content.decode()
    assert "Revision 2" in page
    assert "Otto Late" in page


def test_the_candidate_makes_sees_and_revokes(client_for: Callable[[Any], Client]) -> None:
    loop = compiled()
    client = client_for(loop.candidate)
    door = f"/loops/{loop.pk}/debrief/share/"
    assert door in client.get(f"/loops/{loop.pk}/debrief/").content.decode()
    empty = client.post(door, {"key": uuid.uuid4(), "label": " ", "days": "7"})
    assert empty.status_code == 422
    assert "it stands across the copy" in empty.content.decode()
    assert client.post(door, {"key": uuid.uuid4(), "label": "Mia", "days": "700"}).status_code == 422
    form = {"key": uuid.uuid4(), "label": "Mentor  Mia", "days": "7"}
    for _ in range(2):
        assert client.post(door, form).status_code == 302
    link = ShareLink.objects.get()
    assert link.label == "Mentor Mia"
    assert timedelta(days=6) < link.expires_at - timezone.now() <= timedelta(days=7)
    page = client.get(door).content.decode()
    assert token_of(link.pk) in page
    assert "not opened yet" in page
    client_for(None).get(address(link))
    client_for(None).head(address(link))
    client.get(address(link))
    page = client.get(door).content.decode()
    assert "opened once" in page
    entry = AccessEntry.objects.get(candidate=loop.candidate, what="share")
    assert (entry.actor, entry.actor_label) == (None, "Mentor Mia")
    assert client.post(f"/share-links/{link.pk}/revoke/").status_code == 302
    page = client.get(door).content.decode()
    assert "Revoked" in page
    assert token_of(link.pk) not in page
    assert client_for(None).get(address(link)).status_code == 404


def test_only_the_candidate_decides(client_for: Callable[[Any], Client]) -> None:
    loop = compiled()
    link = link_of(loop)
    others = [
        make_coach(loop.candidate),
        interviewer_of(loop.rounds.get(kind="recruiter")),
        make_peer(hours=False, is_coach=True),
    ]
    for person in others:
        client = client_for(person)
        assert client.get(f"/loops/{loop.pk}/debrief/share/").status_code == 404
        assert client.post(f"/loops/{loop.pk}/debrief/share/", {"label": "x"}).status_code == 404
        assert client.post(f"/share-links/{link.pk}/revoke/").status_code == 404
    sealed = finished_loop(cards=2)
    assert client_for(sealed.candidate).get(f"/loops/{sealed.pk}/debrief/share/").status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_there_is_an_end_to_links_and_to_hammering(
    client_for: Callable[[Any], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = compiled()
    links = [link_of(loop) for _ in range(services.MOST)]
    with pytest.raises(DomainError) as refused:
        link_of(loop)
    assert refused.value.code == "too_many"
    with pytest.raises(DomainError):
        services.share(loop=compiled(), label="x", days=1, key=links[0].pk)
    monkeypatch.setattr(views, "OPENED_A_MINUTE", 2)
    statuses = [client_for(None).get(f"/shared/{number}/").status_code for number in range(3)]
    assert statuses == [404, 404, 429]
