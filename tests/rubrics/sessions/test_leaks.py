"""While a session waits, no byte that anybody gets depends on what somebody else scored."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from common.models import OutgoingMail
from rubrics.agreement.reading import read
from rubrics.models import AttemptScore, CalibrationSession
from rubrics.sessions.scoring import hand_in, save_scores
from rubrics.sessions.services import open_session, sweep
from tests.rubrics.sessions.making import entries, make_session, people_of

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]

# What differs from one answer to the next for reasons of its own: tokens, keys of forms, times.
PASSING = re.compile(
    rb'csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"|name="key" value="[^"]*"'
    rb"|\d{4}-\d\d-\d\dT[\d:.+]*|\d\d:\d\d(:\d\d)?"
)


def plain_addresses(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Every address without parameters, the administration's included."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                try:
                    yield reverse(":".join((*spaces, pattern.name)))
                except NoReverseMatch:
                    continue
        else:
            yield from plain_addresses(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)


def doors(session: CalibrationSession) -> list[str]:
    """Everything that can be asked for: the session's own pages and fragments, and all that need nothing."""
    own = f"/calibration/sessions/{session.pk}/"
    found = {each for each in plain_addresses(get_resolver()) if "logout" not in each}
    found |= {own + part for part in ("", "who/", "scores/", "talk/", "talk/?known=x", "agree/")}
    found |= {f"/admin/rubrics/{name}/" for name in ("calibrationsession", "calibrationattempt")}
    found |= {f"/admin/rubrics/calibrationsession/{session.pk}/change/"}
    found |= {f"/admin/rubrics/calibrationattempt/{each.pk}/change/" for each in session.attempts.all()}
    found |= {f"/calibration/attempts/{each.pk}/" for each in session.attempts.all()}
    return sorted(found)


def everything(client_for: Clients, session: CalibrationSession, person: User) -> dict[str, bytes]:
    client = client_for(person)
    got = {}
    for door in doors(session):
        kinds: list[tuple[str, dict[str, str]]] = [("page", {})]
        if "/calibration/" in door or door == "/":
            kinds.append(("fragment", {"HX-Request": "true"}))
        for kind, headers in kinds:
            answer = client.get(door, headers=headers)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            got[f"{kind} {door}"] = PASSING.sub(b"", body)
    return got


@pytest.fixture
def session() -> CalibrationSession:
    """Of three members one is in, one has begun, one has not."""
    made = make_session(3)
    first, second, _ = people_of(made)
    hand_in(session=made, person=first, version=0, entries=entries(2, 7, 10, reason="FIRSTREASON"))
    save_scores(session=made, person=second, version=0, entries=entries(2, 7, 10, reason="SECONDREASON"))
    return made


def other_scores(session: CalibrationSession, person: User) -> None:
    """Everybody but `person` has scored something else, and said so in other words."""
    others = AttemptScore.objects.filter(attempt__session=session).exclude(attempt__person=person)
    for number, score in enumerate(others.order_by("pk")):
        score.half_steps = 3 + number
        score.reason = f"OTHERWORDS {number}"
        score.save()


@pytest.mark.parametrize("who", ["coach", 0, 1, 2, "administrator"])
def test_no_answer_depends_on_others_scores(
    client_for: Clients, session: CalibrationSession, who: str | int
) -> None:
    if who == "administrator":
        person = User.objects.create_superuser("root@example.org", "x")
    else:
        person = session.coach if who == "coach" else people_of(session)[int(who)]
    first = everything(client_for, session, person)
    other_scores(session, person)
    second = everything(client_for, session, person)
    assert {door for door in first if first[door] != second[door]} == set()
    secrets: dict[str | int, bytes] = {0: b"FIRSTREASON", 1: b"SECONDREASON"}
    own = secrets.get(who)
    for secret in (b"FIRSTREASON", b"SECONDREASON", b"REFERENCEREASON", b"OTHERWORDS"):
        seen = {door for door, body in (first | second).items() if secret in body}
        assert secret == own or seen == set()


def test_no_figure_is_computed_from_what_waits(session: CalibrationSession) -> None:
    before = read().digest
    other_scores(session, session.coach)
    assert read().digest == before
    open_session(session=session, actor=session.coach)
    assert read().digest != before


def test_no_mail_carries_a_score_or_a_reason(session: CalibrationSession) -> None:
    sweep()
    texts = [each.text + each.subject for each in OutgoingMail.objects.all()]
    assert texts
    for text in texts:
        for secret in ("REASON", "OTHERWORDS", "3.5"):
            assert secret not in text


def test_what_others_scored_is_not_shown_after_calling_off_either(
    client_for: Clients, session: CalibrationSession
) -> None:
    from rubrics.sessions.services import cancel_session

    cancel_session(session=session, actor=session.coach, reason="No time.")
    for person in (session.coach, people_of(session)[2]):
        for body in everything(client_for, session, person).values():
            for secret in (b"FIRSTREASON", b"SECONDREASON", b"REFERENCEREASON"):
                assert secret not in body
