"""Two debriefs side by side: whose, what differs by more than noise, what the address holds."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AccessEntry, CoachGrant, User
from interviews.models import Loop
from rubrics.models import DebriefRevision
from rubrics.season.noise import compared
from rubrics.season.sides import rows
from tests.factories import make_coach, make_user
from tests.rubrics.season.making import all_rounds, held_loop

ClientFor = Callable[[Any], Client]
ADDRESS = "/debriefs/compare/"
scores = st.lists(st.integers(2, 10), max_size=3)


def content(**criteria: list[int]) -> dict[str, Any]:
    found = [{"key": key, "title": key.title(), "observed": sorted(each)} for key, each in criteria.items()]
    return {"rounds": [{"kind": "recruiter", "criteria": found}]}


@given(scores, scores)
def test_only_what_both_observed_has_a_difference(a: list[int], b: list[int]) -> None:
    (row,) = rows(content(one=a), content(one=b), ["recruiter"])
    assert (row.change is None) == (not a or not b)
    if row.change is not None:
        assert row.change.by == Fraction(sum(b), len(b)) - Fraction(sum(a), len(a))


@given(st.integers(1, 9), st.integers(1, 9))
def test_noise_never_grows_with_raters_and_is_the_same_both_ways(one: int, other: int) -> None:
    def noise(*raters: int) -> Fraction:
        return compared(Fraction(4), Fraction(6), raters=(raters[0], raters[1])).noise

    assert noise(one, other) == noise(other, one)
    assert noise(one + 1, other) <= noise(one, other) <= noise(1, 1)
    # However many rate, two sessions differ.
    assert noise(one, other) > 2


def test_rows_of_one_side_alone_stand_in_the_order_of_the_rounds() -> None:
    later = {"rounds": [{"kind": "behavioural", "criteria": content(one=[4])["rounds"][0]["criteria"]}]}
    found = rows(later, content(two=[6]), ["recruiter", "behavioural"])
    assert [(each.kind, each.key, each.a is None, each.b is None) for each in found] == [
        ("recruiter", "two", True, False),
        ("behavioural", "one", False, True),
    ]


@pytest.fixture
def maya(db: None) -> User:
    return make_user("Maya")


def two_loops(person: User) -> tuple[Loop, Loop]:
    first = held_loop(person, all_rounds((4, 6, 6)), days_ago=9)
    return first, held_loop(person, all_rounds((9, 7, None)), days_ago=2)


def test_a_debrief_is_put_beside_the_one_before(client_for: ClientFor, maya: User) -> None:
    first, second = two_loops(maya)
    answer = client_for(maya).get(ADDRESS, {"b": str(second.pk)})
    assert [each["value"] for each in answer.context["sides"]] == [str(first.pk), str(second.pk)]
    one, two, three = answer.context["groups"][0]["rows"]
    assert (one["difference"]["by"], one["difference"]["beyond"]) == ("+2.5", True)
    assert (two["difference"]["by"], two["difference"]["beyond"]) == ("+0.5", False)
    assert three["difference"] is None
    assert three["sides"][1]["words"] == "not observed"
    assert answer.context["summary"] == (
        "8 criteria were scored in both; by more than noise the second is higher on 4 and lower on 0."
    )
    page = answer.content.decode()
    for words in ("TAKEAWAY recruiter", "Drill for First of recruiter", "Gaps"):
        assert words in page


def test_whose_debriefs_can_be_put_side_by_side(client_for: ClientFor, maya: User) -> None:
    jo = make_user("Jo")
    mine, (others, _later) = two_loops(maya), two_loops(jo)
    coach = make_coach(maya, jo)
    query = {"a": str(mine[0].pk), "b": str(others.pk)}
    answer = client_for(coach).get(ADDRESS, query)
    assert answer.status_code == 200
    assert "two people" in answer.content.decode()
    # What each candidate reads of it names them alone.
    assert {(each.candidate, each.what) for each in AccessEntry.objects.all()} == {
        (maya, "compare"),
        (jo, "compare"),
    }
    assert not any("Jo" in each.target for each in AccessEntry.objects.filter(candidate=maya))
    for stranger in (maya, jo, make_coach(maya), make_user(is_staff=True)):
        assert client_for(stranger).get(ADDRESS, query).status_code == 404
    CoachGrant.objects.filter(candidate=jo).update(revoked_at=timezone.now())
    assert client_for(coach).get(ADDRESS, query).status_code == 404
    chosen = client_for(coach).get(ADDRESS, {"of_b": jo.pk})
    assert "Jo" not in chosen.content.decode()
    sealed = held_loop(maya, all_rounds((4, 4, 4)), opened=False)
    for nonsense in (str(sealed.pk), "nonsense", f"{mine[0].pk}:9", f"{mine[0].pk}:x"):
        assert client_for(maya).get(ADDRESS, {"a": nonsense}).status_code == 404


def test_an_interviewer_compares_what_they_may_read(client_for: ClientFor, maya: User) -> None:
    first, second = two_loops(maya)
    rater = first.rounds.get(kind="recruiter").seats.get(role="interviewer").person
    client = client_for(rater)
    assert client.get(ADDRESS, {"a": str(first.pk)}).status_code == 200
    assert client.get(ADDRESS, {"a": str(first.pk), "b": str(second.pk)}).status_code == 404
    alone = client.get(ADDRESS, {"b": str(first.pk)}).context["sides"]
    assert alone[0]["value"] == ""


def test_revisions_of_one_debrief_are_compared_without_talk_of_noise(
    client_for: ClientFor, maya: User
) -> None:
    loop = held_loop(maya, all_rounds((4, 6, 6)))
    old = DebriefRevision.objects.get(debrief__loop=loop)
    DebriefRevision.objects.update(is_current=False)
    newer = {**old.content, "rounds": [dict(each) for each in old.content["rounds"]]}
    row = newer["rounds"][0]["criteria"][0]
    newer["rounds"][0]["criteria"] = [{**row, "observed": [5]}, *newer["rounds"][0]["criteria"][1:]]
    DebriefRevision.objects.create(debrief=old.debrief, number=2, digest="e", content=newer, pdf=b"")
    answer = client_for(maya).get(ADDRESS, {"a": f"{loop.pk}:1", "b": str(loop.pk)})
    assert answer.context["summary"] == "Two revisions of one debrief: 1 score differs."
    assert "noise (" not in answer.content.decode()
    assert "revision 1" in answer.content.decode()


def test_another_candidate_chosen_offers_their_debriefs(client_for: ClientFor, maya: User) -> None:
    jo = make_user("Jo")
    (first, _second), (theirs, _later) = two_loops(maya), two_loops(jo)
    client = client_for(make_coach(maya, jo))
    answer = client.get(ADDRESS, {"a": str(first.pk), "of_a": str(jo.pk)}, headers={"HX-Request": "true"})
    side = answer.context["sides"][0]
    assert (side["person"], side["value"]) == (jo.pk, "")
    assert str(theirs.pk) in dict(side["choices"])
    assert answer.content.decode().lstrip().startswith('<div id="compared"')


def test_as_many_queries_for_many_debriefs_as_for_two(
    client_for: ClientFor, maya: User, django_assert_num_queries: Any
) -> None:
    first, second = two_loops(maya)
    client = client_for(maya)
    query = {"a": str(first.pk), "b": str(second.pk)}
    client.get(ADDRESS, query)
    with django_assert_num_queries(17):
        client.get(ADDRESS, query)
    for days_ago in range(20, 25):
        held_loop(maya, all_rounds((4, 4, 4)), days_ago=days_ago)
    with django_assert_num_queries(17):
        client.get(ADDRESS, query)
