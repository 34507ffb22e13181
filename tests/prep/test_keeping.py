"""Order, versions, putting away and bringing back of what a candidate keeps."""

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from common.errors import Conflict, DomainError
from prep import keeping
from prep.companies import services
from prep.models import Company, Question
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def names(candidate: User, *, put_away: bool = False) -> list[str]:
    return [each.name for each in keeping.own(Company, candidate, put_away=put_away)]


def save(company: Company, version: int, **data: str) -> Company:
    return keeping.save(Company, candidate=company.candidate, thing_id=company.pk, version=version, data=data)


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(keeping.ACTS)), max_size=12))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_or_twice_whatever_is_done(acts: list[tuple[int, keeping.Act]]) -> None:
    candidate = make_user()
    made = [services.add_company(candidate=candidate, name=f"C{number}") for number in range(5)]
    order, away = [each.name for each in made], set[str]()
    for place, act in acts:
        name = made[place].name
        keeping.act(Company, candidate=candidate, thing_id=made[place].pk, act=act)
        here = [each for each in order if each not in away]
        if act == "put_away":
            away.add(name)
        elif act == "bring_back":
            away.discard(name)
        elif name in here:
            at, to = here.index(name), here.index(name) + (-1 if act == "up" else 1)
            if 0 <= to < len(here):
                here[at], here[to] = here[to], here[at]
                assert names(candidate) == here
                order = here + [each for each in order if each in away]
        assert set(names(candidate)) == {each.name for each in made} - away
        assert set(names(candidate, put_away=True)) == away
        order = names(candidate) + [each for each in order if each in away]


def test_whoever_is_behind_overwrites_nothing() -> None:
    company = services.add_company(candidate=make_user(), name="Ledgerly")
    save(company, 1, launches="first")
    with pytest.raises(Conflict):
        save(company, 1, launches="second")
    company.refresh_from_db()
    assert (company.launches, company.version) == ("first", 2)
    assert save(company, 1, launches="first").version == 2, "saying it again is no change"
    assert save(company, 2, launches="second").version == 3


def test_somebody_elses_is_not_there() -> None:
    company = services.add_company(candidate=make_user(), name="Ledgerly")
    other = make_user()
    with pytest.raises(Http404):
        keeping.access(Company, other, company.pk)
    with pytest.raises(Http404):
        keeping.act(Company, candidate=other, thing_id=company.pk, act="put_away")
    with pytest.raises(Http404):
        keeping.save(Company, candidate=other, thing_id=company.pk, version=1, data={"name": "x"})


def test_what_is_put_away_can_not_be_saved_but_brought_back() -> None:
    company = services.add_company(candidate=make_user(), name="Ledgerly")
    for _ in range(2):
        keeping.act(Company, candidate=company.candidate, thing_id=company.pk, act="put_away")
    with pytest.raises(Http404):
        save(company, 1, launches="x")
    for _ in range(2):
        keeping.act(Company, candidate=company.candidate, thing_id=company.pk, act="bring_back")
    assert save(company, 1, launches="x").launches == "x"


def test_there_is_an_end_to_how_many() -> None:
    candidate = make_user()
    Company.objects.bulk_create(
        Company(candidate=candidate, name=f"C{number}") for number in range(services.COMPANIES)
    )
    with pytest.raises(DomainError, match="Put one away"):
        services.add_company(candidate=candidate, name="One more")


def test_starter_is_taken_once_and_again_after_it_was_put_away() -> None:
    candidate = make_user()
    one = services.take_starter(candidate=candidate, key="breaks")
    assert services.take_starter(candidate=candidate, key="breaks") == one
    keeping.act(Question, candidate=candidate, thing_id=one.pk, act="put_away")
    two = services.take_starter(candidate=candidate, key="breaks")
    assert two != one
    with pytest.raises(Conflict, match="another one of this"):
        keeping.act(Question, candidate=candidate, thing_id=one.pk, act="bring_back")
    with pytest.raises(DomainError, match="not in the starter set"):
        services.take_starter(candidate=candidate, key="nonsense")
