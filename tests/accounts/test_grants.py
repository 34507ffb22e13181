"""Coach grants: who sees whom, from when until when."""

import threading

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import Http404
from django.urls import reverse

from accounts.grants import selectors, services
from accounts.models import CoachGrant, User
from accounts.trail.services import note
from common.errors import DomainError
from common.models import OutgoingMail
from tests.accounts.test_signup import confirmed
from tests.factories import make_coach, make_peer, make_user

PAGE = "/settings/coaches/"


@pytest.fixture
def candidate(db):
    return make_user("Cand")


@pytest.fixture
def coach(db):
    return confirmed(make_coach(name="Hannah"))


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


class TestServices:
    def test_a_grant_opens_the_candidates_loops_and_tells_the_coach(self, candidate, coach):
        grant = services.grant_coach(candidate=candidate, coach=coach)
        assert selectors.coaches(coach, candidate)
        assert list(selectors.granted_candidates(coach)) == [candidate]
        owed = OutgoingMail.objects.get()
        assert owed.to == coach.email
        assert owed.subject == "Cand lets you coach them"
        assert grant.revoked_at is None

    def test_granting_twice_is_one_grant_and_one_mail(self, candidate, coach):
        first = services.grant_coach(candidate=candidate, coach=coach)
        assert services.grant_coach(candidate=candidate, coach=coach).pk == first.pk
        assert (CoachGrant.objects.count(), OutgoingMail.objects.count()) == (1, 1)

    def test_revoking_closes_at_once_tells_the_coach_and_is_idempotent(self, candidate, coach):
        grant = services.grant_coach(candidate=candidate, coach=coach)
        ended = services.revoke_grant(candidate=candidate, grant_id=grant.pk).revoked_at
        assert not selectors.coaches(coach, candidate)
        assert services.revoke_grant(candidate=candidate, grant_id=grant.pk).revoked_at == ended
        assert OutgoingMail.objects.filter(subject="Cand ended your access").count() == 1

    def test_granting_again_is_a_new_grant_and_history_stays(self, candidate, coach):
        first = services.grant_coach(candidate=candidate, coach=coach)
        services.revoke_grant(candidate=candidate, grant_id=first.pk)
        again = services.grant_coach(candidate=candidate, coach=coach)
        assert again.pk != first.pk
        assert CoachGrant.objects.count() == 2
        assert OutgoingMail.objects.count() == 3
        assert list(selectors.ended_grants(candidate)) == []

    def test_nobody_else_revokes_it(self, candidate, coach):
        grant = services.grant_coach(candidate=candidate, coach=coach)
        for other in (make_user(), coach, make_user(is_staff=True, is_superuser=True)):
            with pytest.raises(Http404):
                services.revoke_grant(candidate=other, grant_id=grant.pk)
        with pytest.raises(Http404):
            services.revoke_grant(candidate=candidate, grant_id=0)
        assert selectors.coaches(coach, candidate)

    def test_only_a_candidate_gives_and_only_an_active_coach_takes(self, candidate, coach):
        inactive = make_user(is_coach=True, is_active=False)
        for giver, taker, code in (
            (make_peer(), coach, "not_candidate"),
            (candidate, make_user(), "not_coach"),
            (candidate, inactive, "not_coach"),
            (make_user(is_coach=True),) * 2 + ("own_address",),
        ):
            with pytest.raises(DomainError) as refusal:
                services.grant_coach(candidate=giver, coach=taker)
            assert refusal.value.code == code
        assert not CoachGrant.objects.exists()

    def test_who_stops_coaching_sees_nobody(self, candidate, coach):
        services.grant_coach(candidate=candidate, coach=coach)
        User.objects.filter(pk=coach.pk).update(is_coach=False)
        coach.refresh_from_db()
        assert not selectors.coaches(coach, candidate)
        assert not selectors.granted_candidates(coach).exists()
        assert not selectors.held_grants(coach).exists()


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_make_one_grant():
    candidate, coach = make_user(), make_coach()
    failures: list[BaseException] = []
    start = threading.Barrier(6)

    def click() -> None:
        start.wait()
        try:
            services.grant_coach(candidate=candidate, coach=coach)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert CoachGrant.objects.count() == 1
    assert OutgoingMail.objects.count() == 1


class TestPage:
    def test_end_and_let_in_again(self, client, candidate, coach):
        grant = services.grant_coach(candidate=candidate, coach=coach)
        client.force_login(candidate)
        page = client.get(PAGE).content.decode()
        assert coach.email in page
        assert "All loops, rounds, boards, sketches and debriefs" in page
        assert "not yet" in page
        note(candidate=candidate, actor=coach, what="debrief")
        assert f"/settings/coaches/log/?who={coach.pk}" in client.get(PAGE).content.decode()

        end = reverse("accounts:end_grant", args=[grant.pk])
        assert end in page
        assert "End the access of Hannah?" in client.get(end).content.decode()
        assert selectors.coaches(coach, candidate), "asking ends nothing"
        assert "no longer sees" in said(client.post(end))
        assert not selectors.coaches(coach, candidate)
        assert "Let in again" in client.get(PAGE).content.decode()
        assert client.get(end)["Location"] == PAGE
        again = reverse("accounts:grant_again", args=[grant.pk])
        assert "can see your rounds and debriefs again" in said(client.post(again))
        assert selectors.coaches(coach, candidate)
        client.post(again)
        assert CoachGrant.objects.filter(revoked_at=None).count() == 1

    def test_who_stopped_coaching_is_not_let_in_again(self, client, candidate, coach):
        grant = services.grant_coach(candidate=candidate, coach=coach)
        services.revoke_grant(candidate=candidate, grant_id=grant.pk)
        User.objects.filter(pk=coach.pk).update(is_coach=False)
        client.force_login(candidate)
        answer = client.post(reverse("accounts:grant_again", args=[grant.pk]))
        assert "no coach here" in said(answer)
        assert not CoachGrant.objects.filter(revoked_at=None).exists()

    def test_strangers_and_coaches_get_404_for_a_grant_of_somebody_else(self, client, candidate, coach):
        grant = services.grant_coach(candidate=candidate, coach=coach)
        end = reverse("accounts:end_grant", args=[grant.pk])
        for other in (make_user(), coach, make_peer(), make_user(is_staff=True, is_superuser=True)):
            client.force_login(other)
            assert client.get(end).status_code == 404
            assert client.post(end).status_code == 404
        client.logout()
        assert client.post(end)["Location"].startswith("/accounts/login/")
        assert selectors.coaches(coach, candidate)

    def test_a_coach_sees_whose_grants_they_hold_and_no_others(self, client, candidate, coach):
        services.grant_coach(candidate=candidate, coach=coach)
        gone = make_user("Gone Person")
        services.revoke_grant(candidate=gone, grant_id=services.grant_coach(candidate=gone, coach=coach).pk)
        other = make_user("Other Person")
        services.grant_coach(candidate=other, coach=make_coach())
        client.force_login(coach)
        page = client.get(PAGE).content.decode()
        assert candidate.email in page
        assert "Gone Person" not in page
        assert "Other Person" not in page

    def test_empty_lists_say_what_to_do(self, client, candidate, coach):
        client.force_login(candidate)
        assert "Nobody but the people in your rounds" in client.get(PAGE).content.decode()
        client.force_login(coach)
        assert "Ask your candidates" in client.get(PAGE).content.decode()
        client.force_login(make_peer())
        assert "Nothing here for you yet" in client.get(PAGE).content.decode()

    @pytest.mark.parametrize("count", [1, 30])
    def test_the_lists_cost_the_same_however_long(self, client, count, db, django_assert_num_queries):
        both = make_user(is_coach=True)
        for _ in range(count):
            CoachGrant.objects.create(candidate=both, coach=make_coach())
            CoachGrant.objects.create(candidate=make_user(), coach=both)
            ended = CoachGrant.objects.create(candidate=both, coach=make_coach())
            services.revoke_grant(candidate=both, grant_id=ended.pk)
        client.force_login(both)
        with django_assert_num_queries(11):
            client.get(PAGE)

    def test_a_long_list_is_paged(self, client, coach):
        for number in range(60):
            CoachGrant.objects.create(candidate=make_user(f"Cand {number:02}"), coach=coach)
        client.force_login(coach)
        assert "Cand 59" not in client.get(PAGE).content.decode()
        assert "Cand 59" in client.get(PAGE + "?page=2").content.decode()
