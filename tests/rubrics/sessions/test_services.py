"""Starting, asking, taking out, moving, calling off and opening a session; what beat does."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.models import BlockedPair
from rubrics.models import CalibrationSample, CalibrationSession, SessionEvent, SessionMember
from rubrics.sessions import services
from rubrics.sessions.scoring import hand_in, save_scores
from rubrics.sessions.selectors import known_peers
from rubrics.sessions.services import Asked
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user
from tests.rubrics.sessions.making import entries, make_sample, make_session, people_of, score_all

pytestmark = pytest.mark.django_db


def started(asked: Asked, *, coach: User | None = None, **fields: Any) -> CalibrationSession:
    return services.start_session(
        coach=coach or make_coach(),
        sample=fields.pop("sample", None) or make_sample(),
        asked=asked,
        due_at=fields.pop("due_at", timezone.now() + timedelta(days=2)),
        key=fields.pop("key", uuid.uuid4()),
        **fields,
    )


def two() -> Asked:
    return Asked(emails=[make_peer(hours=False).email, make_peer(hours=False).email])


def events(session: CalibrationSession) -> list[str]:
    return [each.what for each in session.events.all()]


def mails(what: str) -> list[OutgoingMail]:
    return [each for each in OutgoingMail.objects.order_by("pk") if f":{what}" in each.key]


def refused(code: str, act: Any) -> DomainError:
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.code == code
    return caught.value


def age(session: CalibrationSession, **ago: float) -> None:
    """As if it had been started earlier."""
    moment = timezone.now() - timedelta(**ago)
    SessionEvent.objects.filter(session=session).update(at=moment)
    SessionMember.objects.filter(session=session).update(created_at=moment)


def test_everybody_who_is_asked_gets_a_mail_with_the_link_and_the_time_on_their_clock() -> None:
    near, far = make_peer("Near", hours=False), make_peer("Far", hours=False, timezone="Asia/Tokyo")
    session = started(Asked(emails=[near.email, f" {far.email.upper()} "]), note="Mind the ledger.")
    assert events(session) == ["started", "added", "added"]
    assert {each.to for each in mails("asked")} == {near.email, far.email}
    for mail in mails("asked"):
        assert f"/calibration/sessions/{session.pk}/" in mail.text
        assert "Mind the ledger." in mail.text
    assert "(Asia/Tokyo)" in next(each.text for each in mails("asked") if each.to == far.email)


def test_the_same_form_twice_starts_one_session() -> None:
    coach, asked, key = make_coach(), two(), uuid.uuid4()
    sample = make_sample()
    first = started(asked, coach=coach, key=key, sample=sample)
    assert started(asked, coach=coach, key=key, sample=sample) == first
    assert CalibrationSession.objects.count() == 1
    assert len(mails("asked")) == 2


def test_nobody_tells_who_is_here() -> None:
    """An unknown address, a candidate's, and that of somebody who is kept apart are refused alike."""
    coach, candidate, apart = make_coach(), make_user(), make_peer(hours=False)
    gone = make_peer(hours=False, is_active=False)
    BlockedPair.objects.create(person=apart, other=coach)
    peer = make_peer(hours=False)
    said = {
        refused(
            "unknown", lambda each=each: started(Asked(emails=[peer.email, each]), coach=coach)
        ).message.replace(each, "X")
        for each in ("nobody@example.org", candidate.email, apart.email, gone.email)
    }
    assert len(said) == 1
    assert not CalibrationSession.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_who_starts_what_with_whom() -> None:
    coach = make_coach()
    refused("not_coach", lambda: started(two(), coach=make_peer(hours=False)))
    refused("few", lambda: started(Asked(emails=[make_peer(hours=False).email])))
    refused("own", lambda: started(Asked(emails=[coach.email, make_peer(hours=False).email]), coach=coach))
    refused("many", lambda: started(Asked(emails=[make_peer(hours=False).email for _ in range(21)])))
    refused("due", lambda: started(two(), due_at=timezone.now()))
    refused("due", lambda: started(two(), due_at=timezone.now() + timedelta(days=61)))
    old = make_sample()
    CalibrationSample.objects.filter(pk=old.pk).update(is_current=False)
    refused("sample", lambda: started(two(), sample=old))


def test_peers_who_interviewed_the_coachs_candidates_are_chosen_by_name() -> None:
    candidate, stranger = make_user(), make_user()
    coach = make_coach(candidate)
    ben, ada, other = (make_peer(name, hours=False) for name in ("ben", "Ada", "Other"))
    later = make_peer("Later", hours=False)
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    for hours, peer, whom, state in (
        (-4, ben, candidate, "completed"),
        (-2, ada, candidate, "completed"),
        (-2, other, stranger, "completed"),
        (24, later, candidate, "scheduled"),
    ):
        loop = make_loop(whom, rounds=False)
        make_round(loop, interviewer=peer, state=state, starts_at=now + timedelta(hours=hours))
    assert known_peers(coach) == [ada, ben]
    session = started(Asked(people=[ada.pk, ben.pk]), coach=coach)
    assert people_of(session) == [ada, ben]
    refused("unknown", lambda: started(Asked(people=[ada.pk, other.pk]), coach=coach))
    BlockedPair.objects.create(person=coach, other=ben)
    assert known_peers(coach) == [ada]


def test_it_opens_with_the_last_scores() -> None:
    session = make_session(2)
    first, second = people_of(session)
    hand_in(session=session, person=first, version=0, entries=entries(4, 6, 6))
    session.refresh_from_db()
    assert (session.state, session.opened_at) == ("scoring", None)
    hand_in(session=session, person=second, version=0, entries=entries(8, 6, 6))
    session.refresh_from_db()
    assert session.state == "open"
    assert events(session)[-1] == "opened_complete"
    assert {each.to for each in mails("opened")} == {first.email, second.email, session.coach.email}
    assert all(each.state == "dropped" for each in mails("asked")), "nobody needs to be asked any more"


def test_the_coach_opens_it_and_who_is_not_in_reads_on() -> None:
    session = make_session(2)
    first, second = people_of(session)
    refused("none", lambda: services.open_session(session=session, actor=session.coach))
    save_scores(session=session, person=second, version=0, entries=entries(2, 2, 2))
    hand_in(session=session, person=first, version=0, entries=entries(4, 6, 6))
    refused("not_yours", lambda: services.open_session(session=session, actor=first))
    for _ in range(2):
        services.open_session(session=session, actor=session.coach)
    assert events(session).count("opened_by_coach") == 1
    with pytest.raises(Conflict) as late:
        hand_in(session=session, person=second, version=1, entries=entries(2, 2, 2))
    assert late.value.code == "opened"
    with pytest.raises(Conflict):
        save_scores(session=session, person=second, version=1, entries=entries(3, 2, 2))
    assert session.attempts.get(person=second).state == "draft"


def test_what_is_due_opens_with_what_is_in() -> None:
    session = make_session(2)
    hand_in(session=session, person=people_of(session)[0], version=0, entries=entries(4, 6, 6))
    CalibrationSession.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert [services.sweep(), services.sweep()] == [1, 0]
    session.refresh_from_db()
    assert session.state == "open"
    assert session.events.get(what="opened_due").actor is None


def test_a_session_for_which_nobody_scored_is_called_off_and_everybody_told() -> None:
    session = make_session(2, due_at=timezone.now() + timedelta(hours=2))
    CalibrationSession.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    services.sweep()
    session.refresh_from_db()
    assert session.state == "cancelled"
    assert len(mails("cancelled")) == 3


def test_a_reminder_is_owed_once_to_whom_it_concerns() -> None:
    session = make_session(2, due_at=timezone.now() + timedelta(hours=23))
    first, second = people_of(session)
    assert services.sweep() == 0, "who was asked within the day knows when it is due"
    age(session, days=3)
    hand_in(session=session, person=first, version=0, entries=entries(4, 6, 6))
    assert services.sweep() == 1
    services.sweep()
    assert [each.to for each in mails("reminder")] == [second.email]
    assert mails("reminder")[0].expires_at == session.due_at
    hand_in(session=session, person=second, version=0, entries=entries(4, 6, 6))
    assert mails("reminder")[0].state == "dropped"


def test_another_due_time_is_told_and_reminded_of_anew() -> None:
    session = make_session(2, due_at=timezone.now() + timedelta(hours=23))
    age(session, days=3)
    services.sweep()
    due = timezone.now() + timedelta(days=5)
    services.move_due(session=session, actor=session.coach, due_at=due)
    services.move_due(session=session, actor=session.coach, due_at=due)
    assert {each.state for each in mails("reminder")} == {"dropped"}
    assert len(mails("moved")) == 2
    assert events(session).count("moved") == 1
    CalibrationSession.objects.update(due_at=timezone.now() + timedelta(hours=20))
    age(session, days=3)
    services.sweep()
    assert len([each for each in mails("reminder") if each.state == "queued"]) == 2
    refused("due", lambda: services.move_due(session=session, actor=session.coach, due_at=timezone.now()))


def test_people_are_added_and_taken_out_while_others_score() -> None:
    session = make_session(2)
    first, second = people_of(session)
    third = make_peer(hours=False)
    asked = Asked(emails=[third.email, first.email])
    new = services.add_members(session=session, actor=session.coach, asked=asked)
    assert [each.person for each in new] == [third]
    assert services.add_members(session=session, actor=session.coach, asked=asked) == []
    assert len(mails("asked")) == 3
    hand_in(session=session, person=first, version=0, entries=entries(4, 6, 6))
    save_scores(session=session, person=second, version=0, entries=entries(4, 6, 6))

    def out(person: User) -> CalibrationSession:
        member = session.members.filter(person=person).first()
        return services.remove_member(
            session=session, actor=session.coach, member_id=member.pk if member else 0
        )

    refused("in", lambda: out(first))
    assert out(second).state == "scoring"
    assert out(second).state == "scoring", "twice changes nothing"
    assert [each.to for each in mails("removed")] == [second.email]
    refused(
        "not_member", lambda: hand_in(session=session, person=second, version=1, entries=entries(4, 6, 6))
    )
    services.add_members(session=session, actor=session.coach, asked=Asked(emails=[second.email]))
    assert session.attempts.get(person=second).version == 1, "what was typed is there again"
    out(second)
    assert out(third).state == "open", "all who are left are in"


def test_a_session_is_called_off_with_a_reason_before_it_opens() -> None:
    session = make_session(2)
    refused("reason", lambda: services.cancel_session(session=session, actor=session.coach, reason=" "))
    for _ in range(2):
        services.cancel_session(session=session, actor=session.coach, reason="Wrong sample.")
    assert session.events.get(what="cancelled").reason == "Wrong sample."
    assert len(mails("cancelled")) == 2
    assert all("Wrong sample." in each.text for each in mails("cancelled"))
    with pytest.raises(Conflict):
        hand_in(session=session, person=people_of(session)[0], version=0, entries=entries(4, 6, 6))
    opened = score_all(make_session(2), (4, 6, 6), (4, 6, 6))
    refused("closed", lambda: services.cancel_session(session=opened, actor=opened.coach, reason="Late."))
    refused("closed", lambda: services.move_due(session=opened, actor=opened.coach, due_at=opened.due_at))


def test_who_can_no_longer_sign_in_is_not_waited_for() -> None:
    session = make_session(3)
    first, second, third = people_of(session)
    User.objects.filter(pk=third.pk).update(is_active=False)
    hand_in(session=session, person=first, version=0, entries=entries(4, 6, 6))
    hand_in(session=session, person=second, version=0, entries=entries(4, 6, 6))
    session.refresh_from_db()
    assert session.state == "open"
