"""A transaction that the database broke off is begun again, a few times, and never inside a bigger one."""

import pytest
from django.db import OperationalError, transaction

from accounts.models import User
from common.errors import Conflict
from common.retry import TRIES, persistently
from tests.factories import make_user


class Broken:
    """Writes a person, and is broken off for the first so many times."""

    def __init__(self, times: int) -> None:
        self.times, self.calls = times, 0

    def __call__(self) -> int:
        self.calls += 1
        person = make_user()
        if self.calls <= self.times:
            raise OperationalError("deadlock detected")
        return int(person.pk)


def busy() -> Conflict:
    return Conflict("Busy.", code="busy")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", range(TRIES))
def test_what_was_broken_off_is_undone_and_done_again(times: int) -> None:
    act = Broken(times)
    assert persistently(act, exhausted=busy) == User.objects.get().pk
    assert act.calls == times + 1


@pytest.mark.django_db(transaction=True)
def test_after_the_last_try_the_person_is_told() -> None:
    act = Broken(TRIES)
    with pytest.raises(Conflict) as refusal:
        persistently(act, exhausted=busy)
    assert (refusal.value.code, act.calls) == ("busy", TRIES)
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_part_of_something_bigger_is_not_begun_again() -> None:
    act = Broken(1)
    with pytest.raises(Conflict), transaction.atomic():
        persistently(act, exhausted=busy)
    assert act.calls == 1


@pytest.mark.django_db(transaction=True)
def test_other_errors_are_left_as_they_are() -> None:
    def act() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        persistently(act, exhausted=busy)
