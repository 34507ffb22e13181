"""Credits: what earns, costs and gives back, and that nobody goes below none."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from common.errors import DomainError
from interviews.attendance.services import claim_no_show, dispute, let_go, settle
from interviews.credits.rules import comes_back
from interviews.credits.selectors import balance, credits_of
from interviews.credits.services import charge, earn, give
from interviews.loops.services import cancel_loop, set_round_state
from interviews.models import CreditEntry, Loop, PriorityPass, Round
from tests.factories import make_loop, make_round, make_user
from tests.interviews.attendance.making import interviewer_of, waiting_round, was_here

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings: object) -> None:
    settings.CREDITS_REQUIRED, settings.CREDITS_START = True, 4  # type: ignore[attr-defined]


def booked(candidate: User | None = None, **options: object) -> Loop:
    """A loop of one round for which its candidate was charged."""
    loop = make_loop(candidate, rounds=False)
    make_round(loop, **options)  # type: ignore[arg-type]
    charge(loop=loop, rounds=list(loop.rounds.all()))
    return loop


def lines(person: User) -> list[tuple[str, int]]:
    return list(CreditEntry.objects.filter(person=person).values_list("reason", "amount"))


class TestSpending:
    def test_a_round_costs_one_of_what_everybody_begins_with(self) -> None:
        candidate = make_user()
        assert balance(candidate) == 4
        booked(candidate)
        assert balance(candidate) == 3
        assert lines(candidate) == [("given", 4), ("spent", -1)]

    def test_too_few_books_nothing_and_says_how_to_earn(self, settings: object) -> None:
        settings.CREDITS_START = 3  # type: ignore[attr-defined]
        loop = make_loop()
        with pytest.raises(DomainError) as refused:
            charge(loop=loop, rounds=list(loop.rounds.all()))
        assert refused.value.code == "credits"
        assert "costs 4 and you have 3" in refused.value.message
        assert "scorecard" in refused.value.message
        assert not CreditEntry.objects.filter(reason="spent").exists()

    def test_costs_nothing_where_it_is_not_required(self, settings: object) -> None:
        settings.CREDITS_REQUIRED = False  # type: ignore[attr-defined]
        loop = booked()
        assert lines(loop.candidate) == []
        assert not credits_of(loop.candidate).required

    def test_first_in_line_costs_nothing_once(self) -> None:
        candidate = make_user()
        missed = make_round(make_loop(candidate, rounds=False), state="missed")
        held = PriorityPass.objects.create(candidate=candidate, kind="system_design", missed=missed)
        loop = booked(candidate, starts_at=timezone.now() + timedelta(days=3))
        held.refresh_from_db()
        assert held.used_by == loop
        assert balance(candidate) == 4
        booked(candidate, starts_at=timezone.now() + timedelta(days=4))
        assert balance(candidate) == 3

    def test_a_pass_is_for_its_kind_alone(self) -> None:
        candidate = make_user()
        missed = make_round(make_loop(candidate, rounds=False), "recruiter", state="missed")
        PriorityPass.objects.create(candidate=candidate, kind="recruiter", missed=missed)
        booked(candidate, starts_at=timezone.now() + timedelta(days=3))
        assert PriorityPass.objects.get().used_by is None
        assert balance(candidate) == 3


class TestEarning:
    def test_a_completed_round_earns_its_interviewer_one_once(self) -> None:
        round_ = make_round(make_loop(rounds=False), state="completed")
        interviewer = interviewer_of(round_)
        assert earn(round=round_, person=interviewer) == earn(round=round_, person=interviewer)
        assert lines(interviewer) == [("earned", 1)]
        assert balance(interviewer) == 5

    def test_nothing_for_a_round_that_is_not_over_nor_for_others(self) -> None:
        round_ = make_round(make_loop(rounds=False), state="live")
        assert earn(round=round_, person=interviewer_of(round_)) is None
        Round.objects.update(state="completed")
        assert earn(round=round_, person=round_.loop.candidate) is None

    def test_is_earned_where_it_is_not_required_too(self, settings: object) -> None:
        settings.CREDITS_REQUIRED = False  # type: ignore[attr-defined]
        round_ = make_round(make_loop(rounds=False), state="completed")
        assert earn(round=round_, person=interviewer_of(round_)) is not None


class TestComingBack:
    def test_cancelled_in_time(self) -> None:
        loop = booked()
        cancel_loop(loop=loop, actor=loop.candidate)
        assert balance(loop.candidate) == 4

    def test_not_cancelled_late_by_the_candidate(self) -> None:
        loop = booked(starts_at=timezone.now() + timedelta(hours=11))
        cancel_loop(loop=loop, actor=loop.candidate)
        assert balance(loop.candidate) == 3

    def test_cancelled_late_by_anybody_else(self) -> None:
        loop = booked(starts_at=timezone.now() + timedelta(hours=1))
        set_round_state(round=loop.rounds.get(), new="cancelled", actor=interviewer_of(loop.rounds.get()))
        assert balance(loop.candidate) == 4

    def test_the_pass_comes_back_with_the_round(self) -> None:
        candidate = make_user()
        missed = make_round(make_loop(candidate, rounds=False), state="missed")
        PriorityPass.objects.create(candidate=candidate, kind="system_design", missed=missed)
        loop = booked(candidate, starts_at=timezone.now() + timedelta(days=3))
        cancel_loop(loop=loop, actor=candidate)
        assert PriorityPass.objects.get().used_by is None
        assert balance(candidate) == 4

    def test_missed_because_of_the_interviewer(self) -> None:
        round_ = waiting_round()
        charge(loop=round_.loop, rounds=[round_])
        claim_no_show(round=round_, actor=round_.loop.candidate)
        let_go(round=round_, actor=round_.loop.candidate)
        assert balance(round_.loop.candidate) == 4

    def test_not_missed_because_of_the_candidate_unless_the_dispute_is_granted(self) -> None:
        round_ = waiting_round()
        charge(loop=round_.loop, rounds=[round_])
        was_here(round_, interviewer_of(round_), since=15, still=True)
        row = claim_no_show(round=round_, actor=interviewer_of(round_))
        candidate = row.person
        assert balance(candidate) == 3
        dispute(attendance=row, actor=candidate, reason="The building lost power.")
        admin = User.objects.create_superuser("a@example.org", "a long password")
        settle(attendance=row, actor=admin, granted=True)
        assert balance(candidate) == 4

    @given(hours=st.floats(-48, 480), by_candidate=st.booleans(), absent=st.booleans())
    def test_rule(self, hours: float, by_candidate: bool, absent: bool) -> None:
        ahead, notice = timedelta(hours=hours), timedelta(hours=12)

        def back(state: str) -> bool:
            return comes_back(
                state=state, by_candidate=by_candidate, absent=absent, ahead=ahead, notice=notice
            )

        assert back("cancelled") == (not by_candidate or hours >= 12)
        assert back("missed") != absent


class TestGiving:
    def test_gives_on_top_of_what_everybody_begins_with(self) -> None:
        person = make_user()
        give(person=person, amount=2, note="For the talk.")
        assert balance(person) == 6

    @pytest.mark.parametrize(("amount", "code"), [(0, "amount"), (-5, "credits")])
    def test_refuses_nothing_and_more_than_there_is(self, amount: int, code: str) -> None:
        with pytest.raises(DomainError) as refused:
            give(person=make_user(), amount=amount, note="")
        assert refused.value.code == code
