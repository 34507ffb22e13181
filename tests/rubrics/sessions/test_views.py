"""The pages of a session as people use them, with script and without."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rubrics.models import CalibrationAttempt, CalibrationSession, SessionRemark
from rubrics.sessions.agreeing import agree, say
from rubrics.sessions.scoring import hand_in, save_scores
from rubrics.sessions.services import open_session
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user
from tests.rubrics.making import CRITERIA
from tests.rubrics.sessions.making import KIND, entries, make_sample, make_session, people_of, score_all

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Any]
JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}


def address(session: CalibrationSession, part: str = "") -> str:
    return f"/calibration/sessions/{session.pk}/{part}"


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def card(version: int = 0, score: str = "6", **fields: str) -> dict[str, str]:
    """The form of scores as a browser sends it."""
    data = {"version": str(version), "action": "save"}
    for name in CRITERIA:
        data[f"score_{KIND}_{name}"] = score
        data[f"evidence_{KIND}_{name}"] = f"Because {name}."
    return data | fields


def start_form(**fields: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "sample": make_sample().pk,
        "emails": "",
        "due_at": (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
        "note": "",
    } | fields


def test_a_coach_starts_one_by_name_and_by_address(client_for: Clients) -> None:
    candidate = make_user()
    coach, known, other = make_coach(candidate), make_peer("Known", hours=False), make_peer(hours=False)
    at = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    make_round(make_loop(candidate, rounds=False), interviewer=known, state="completed", starts_at=at)
    client = client_for(coach)
    page = client.get("/calibration/sessions/new/")
    assert page.status_code == 200
    form = start_form(people=[known.pk], emails=f"{other.email}\r\n")
    made = client.post("/calibration/sessions/new/", form)
    session = CalibrationSession.objects.get()
    assert made["Location"] == address(session)
    assert people_of(session) == [known, other]
    assert client.post("/calibration/sessions/new/", form)["Location"] == address(session)
    assert CalibrationSession.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"emails": "nobody@example.org\nnobodyelse@example.org"},
            "Nobody can be asked by the address nobody@",
        ),
        ({"emails": "not an address"}, "“not” is not an address."),
        ({"emails": ""}, "Ask at least two people"),
        ({"due_at": "tomorrow"}, "Give a day and a time"),
        ({"sample": ""}, "This field is required."),
        ({"key": "x"}, "Open the page again"),
    ],
)
def test_what_cannot_be_is_told_where_it_was_typed_and_nothing_is_lost(
    client_for: Clients, fields: dict[str, str], said: str
) -> None:
    form = start_form(note="Keep this note.", **fields)
    answer = client_for(make_coach()).post("/calibration/sessions/new/", form)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "Keep this note." in text_of(answer)
    assert not CalibrationSession.objects.exists()


def test_guessing_through_addresses_ends(client_for: Clients, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"ask_to_session": "2/h/user"}
    client, session = None, make_session()
    client = client_for(session.coach)
    form = {"emails": "nobody@example.org"}
    said = [text_of(client.post(address(session, "ask/"), form)) for _ in range(3)]
    assert ["Too many tries" in each for each in said] == [False, False, True]


def test_only_coaches_start(client_for: Clients) -> None:
    assert client_for(make_peer(hours=False)).get("/calibration/sessions/new/").status_code == 404


def test_a_member_scores_saves_and_hands_in(client_for: Clients) -> None:
    session = make_session()
    person = people_of(session)[0]
    client = client_for(person)
    page = text_of(client.get(address(session)))
    assert "Score the sample" in page
    assert "0 of 2 are in" in page
    beside = client.get(address(session, "scores/")).content.decode()
    assert "SAMPLETEXT" in beside
    assert beside.count(f'type="radio" name="score_{KIND}_first"') == 10
    assert not CalibrationAttempt.objects.exists(), "looking begins nothing"
    saved = client.post(address(session, "scores/"), card(score=""), headers=JSON)
    assert saved.json()["version"] == 1
    assert len(saved.json()["missing"]) == 3
    assert client.post(address(session, "scores/"), card(score="8"), headers=JSON).status_code == 409
    missing = client.post(
        address(session, "scores/"), card(1, score="9", action="submit", evidence_system_design_first="")
    )
    assert missing.status_code == 422
    assert "not handed in: something is missing" in text_of(missing)
    done = client.post(address(session, "scores/"), card(2, score="9", action="submit"))
    assert done["Location"] == address(session)
    page = text_of(client.get(address(session)))
    assert "They are in, and locked" in page
    assert "1 of 2 is in" in page
    assert client.get(address(session, "scores/"))["Location"] == address(session)


def test_who_is_late_is_told_and_may_read_on(client_for: Clients) -> None:
    session = make_session()
    first, second = people_of(session)
    save_scores(session=session, person=second, version=0, entries=entries(4, 6, 6))
    hand_in(session=session, person=first, version=0, entries=entries(4, 6, 6))
    open_session(session=session, actor=session.coach)
    client = client_for(second)
    late = client.post(address(session, "scores/"), card(1, action="submit"))
    assert late.status_code == 409
    assert "The session has opened" in text_of(late)
    assert "Because first." in text_of(late), "what was typed stays on the page"
    assert client.post(address(session, "scores/"), card(1), headers=JSON).json()["code"] == "opened"
    page = text_of(client.get(address(session)))
    assert "were not handed in before the session opened" in page
    assert "REASONSECRET" in page
    assert client.get(address(session, "scores/"))["Location"] == address(session)


def test_the_coach_asks_more_takes_out_moves_opens_and_calls_off(client_for: Clients) -> None:
    session = make_session(3)
    client, third = client_for(session.coach), make_peer(hours=False)
    assert client.post(address(session, "ask/"), {"emails": third.email}).status_code == 302
    assert session.members.count() == 4
    out = session.members.get(person=third)
    assert client.post(address(session, f"members/{out.pk}/remove/")).status_code == 302
    assert client_for(third).get(address(session)).status_code == 404
    due = (timezone.now() + timedelta(days=9)).replace(second=0, microsecond=0)
    assert (
        client.post(address(session, "due/"), {"due_at": due.strftime("%Y-%m-%dT%H:%M")}).status_code == 302
    )
    session.refresh_from_db()
    assert timezone.now() + timedelta(days=8) < session.due_at
    assert client.post(address(session, "due/"), {"due_at": "2001-01-01T10:00"}).status_code == 422
    early = client.post(address(session, "open/"), follow=True)
    assert "nothing to open yet" in text_of(early)
    assert client.post(address(session, "cancel/"), {"reason": ""}).status_code == 422
    gone = client.post(address(session, "cancel/"), {"reason": "WHYREASON"}, follow=True)
    assert "WHYREASON" in text_of(gone)
    assert "WHYREASON" in text_of(client_for(people_of(session)[0]).get(address(session)))


def test_everybody_sees_everything_once_it_is_open(client_for: Clients) -> None:
    session = score_all(make_session(2), (4, 6, 6), (8, None, 7))
    for person in (*people_of(session), session.coach):
        page = client_for(person).get(address(session))
        words = text_of(page)
        assert words.count("REASONSECRET") == 6
        assert "REFERENCEREASON" in words
        assert "2 points apart" in words
        assert "one score alone" in words
        assert "on 1 of 2 criteria you are within a point" in words
        order = re.findall(r'id="criterion-system_design_(\w+)"', page.content.decode())
        assert order == ["first", "third", "second"], "most apart first"


def test_a_waiting_page_is_told_to_come_again_once_it_has_opened(client_for: Clients) -> None:
    session = make_session(2)
    client = client_for(session.coach)
    assert "HX-Refresh" not in client.get(address(session, "who/"), headers=HTMX)
    score_all(session, (4, 6, 6), (8, 6, 6))
    assert client.get(address(session, "who/"), headers=HTMX)["HX-Refresh"] == "true"


def known_of(page: Any) -> str:
    found = re.search(r"known=([\w-]+)", page.content.decode())
    assert found is not None
    return found[1]


def test_talking_with_and_without_script(client_for: Clients) -> None:
    session = score_all(make_session(2), (4, 6, 6), (8, 6, 6))
    first, second = (client_for(person) for person in people_of(session))
    key = str(uuid.uuid4())
    where = address(session, f"talk/{KIND}_first/")
    plain = first.post(where, {"key": key, "text": "<b>Look</b> at 01:20"})
    assert plain["Location"] == address(session) + f"#criterion-{KIND}_first"
    page = second.get(address(session))
    assert "&lt;b&gt;Look&lt;/b&gt; at 01:20" in page.content.decode()
    known = known_of(page)
    assert second.get(address(session, f"talk/?known={known}"), headers=HTMX).status_code == 204
    thread = first.post(where, {"key": str(uuid.uuid4()), "text": "And 01:00"}, headers=HTMX)
    assert "And 01:00" in text_of(thread)
    assert "<!doctype" not in thread.content.decode()
    news = second.get(address(session, f"talk/?known={known}"), headers=HTMX).content.decode()
    assert "And 01:00" in news
    assert 'hx-swap-oob="true"' in news
    empty = first.post(where, {"key": str(uuid.uuid4()), "text": " "}, headers=HTMX)
    assert (empty.status_code, "Write something first." in text_of(empty)) == (422, True)
    long = first.post(where, {"key": str(uuid.uuid4()), "text": "x" * 2001})
    assert (long.status_code, "x" * 2001 in text_of(long)) == (422, True)
    assert first.post(address(session, "talk/unknown/"), {"key": key, "text": "a"}).status_code == 404
    assert SessionRemark.objects.count() == 2


def test_agreed_scores_are_entered_as_they_are_talked_over(client_for: Clients) -> None:
    session = score_all(make_session(2), (4, 6, 6), (8, 6, 6))
    coach, member = client_for(session.coach), client_for(people_of(session)[0])
    assert member.get(address(session, "agree/")).status_code == 404
    page = coach.get(address(session, "agree/")).content.decode()
    assert page.count(f'type="radio" name="score_{KIND}_first"') == 10
    known = known_of(member.get(address(session)))
    saved = coach.post(address(session, "agree/"), card(score="7"), headers=JSON)
    assert saved.json() == {"version": 1, "missing": []}
    assert "Agreed so far 3.5" in text_of(member.get(address(session, f"talk/?known={known}"), headers=HTMX))
    stale = coach.post(address(session, "agree/"), card(score="5", action="submit"))
    assert stale.status_code == 409
    lacking = coach.post(
        address(session, "agree/"), card(1, score="7", action="submit", evidence_system_design_first="")
    )
    assert (lacking.status_code, "is not the reference yet" in text_of(lacking)) == (422, True)
    done = coach.post(address(session, "agree/"), card(2, score="7", action="submit"))
    assert done["Location"] == address(session)
    words = text_of(member.get(address(session)))
    assert "Yours beside the agreed ones" in words
    assert "Reference before" in words
    assert coach.get(address(session, "agree/"))["Location"] == address(session)
    refresh = member.get(address(session, "talk/?known=0-0-open"), headers=HTMX)
    assert refresh["HX-Refresh"] == "true"


def test_members_read_whether_it_counts(client_for: Clients) -> None:
    session = score_all(make_session(2), (6, 6, 7), (9, 6, 6))
    agree(session=session, actor=session.coach, version=0, entries=entries(6, 6, 6))
    first, second = (text_of(client_for(each).get(address(session))) for each in people_of(session))
    assert "a passed sample for" in first
    assert "Passing is within a point everywhere" in second


@pytest.mark.parametrize("state", ["scoring", "open", "agreed", "cancelled"])
def test_nobody_else_comes_near(client_for: Clients, state: str) -> None:
    from accounts.models import User

    candidate = make_user()
    session = make_session(2, coach=make_coach(candidate))
    if state != "scoring":
        score_all(session, (4, 6, 6), (8, 6, 6))
    if state == "agreed":
        agree(session=session, actor=session.coach, version=0, entries=entries(6, 6, 6))
    if state == "cancelled":
        CalibrationSession.objects.update(state="cancelled")
    administrator = User.objects.create_superuser("root@example.org", "x")
    for person in (make_peer(hours=False), make_coach(candidate), candidate, administrator):
        client = client_for(person)
        for part in ("", "who/", "scores/", "talk/", "agree/"):
            assert client.get(address(session, part)).status_code == 404, part
        for part in ("ask/", "members/1/remove/", "due/", "cancel/", "open/", "scores/", "agree/", "talk/a/"):
            assert client.post(address(session, part)).status_code == 404, part
        assert session.sample.title not in text_of(client.get("/calibration/sessions/"))
    member = client_for(people_of(session)[0])
    for part in ("ask/", "members/1/remove/", "due/", "cancel/", "open/", "agree/"):
        assert member.post(address(session, part)).status_code == 404, part


def queries(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("state", ["scoring", "open"])
def test_pages_need_as_many_queries_for_twelve_as_for_two(client_for: Clients, state: str) -> None:
    counts = {}
    for people in (2, 12):
        session = make_session(people)
        if state == "open":
            score_all(session, *[(4, 6, 8)] * people)
            for person in people_of(session):
                say(session=session, author=person, criterion=f"{KIND}_first", text="Yes", key=uuid.uuid4())
        else:
            save_scores(session=session, person=people_of(session)[0], version=0, entries=entries(4, 6, 6))
        for role, person in (("coach", session.coach), ("member", people_of(session)[0])):
            client = client_for(person)
            parts = ["", "who/", "scores/"] if state == "scoring" else ["", "talk/?known=0-0-open", "agree/"]
            for part in parts:
                if (role, part) in {("coach", "scores/"), ("member", "agree/")}:
                    continue
                counts[role, part, people] = queries(client, address(session, part))
    assert {key[:2]: value for key, value in counts.items() if key[2] == 2} == {
        key[:2]: value for key, value in counts.items() if key[2] == 12
    }
    assert max(counts.values()) <= 16, counts


def test_the_list_needs_as_many_queries_for_many_as_for_one(client_for: Clients) -> None:
    coach = make_coach()
    client, counts = client_for(coach), []
    sample = make_sample()
    for _ in range(2):
        make_session(2, coach=coach, sample=sample)
        counts.append(queries(client, reverse("rubrics:sessions")))
    for _ in range(3):
        make_session(3, coach=coach, sample=sample)
    counts.append(queries(client, reverse("rubrics:sessions")))
    assert len(set(counts)) == 1
    assert counts[0] <= 8


def test_an_agreed_session_closes_when_its_sample_can_be_scored_blind_again(client_for: Clients) -> None:
    session = score_all(make_session(2), (6, 6, 7), (9, 6, 6))
    agree(session=session, actor=session.coach, version=0, entries=entries(6, 6, 6))
    CalibrationSession.objects.update(agreed_at=timezone.now() - timedelta(days=91))
    for person in (session.coach, *people_of(session)):
        client = client_for(person)
        page = text_of(client.get(address(session)))
        assert "not shown any more" in page
        assert "REASON" not in page
        assert client.get(address(session, "talk/?known=0-0-agreed"), headers=HTMX).status_code == 404
        key = str(uuid.uuid4())
        assert (
            client.post(address(session, f"talk/{KIND}_first/"), {"key": key, "text": "a"}).status_code == 404
        )
