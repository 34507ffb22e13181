"""Who comes and who does not, what they say about each other, and what it costs."""

from datetime import timedelta

from django.db.models import Sum
from django.test import override_settings
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from accounts.models import User
from interviews.attendance import rematch
from interviews.attendance.services import claim_no_show, dispute, let_go, settle
from interviews.attendance.tasks import sweep_searches
from interviews.calendar.services import owe_reminders
from interviews.credits.services import earn, give
from interviews.loops.states import OPEN
from interviews.models import Attendance, CoverAsk, CoverRequest, CreditEntry, PriorityPass, Round, Seat
from tests.stateful.inviting import Inviting
from tests.stateful.machine import NUMBER

ONE = st.sampled_from([Seat.Role.CANDIDATE, Seat.Role.INTERVIEWER])


class Scheduling(Inviting):
    """Everybody, and all they can do."""

    @initialize(required=st.booleans())
    def credits_count_or_do_not(self, required: bool) -> None:
        self.stack.enter_context(override_settings(CREDITS_REQUIRED=required, CREDITS_START=12))

    @rule(which=NUMBER, role=ONE)
    def say_that_the_other_did_not_come(self, which: int, role: str) -> None:
        """Twice, as a double click does."""
        begun = {"starts_at__lte": self.clock.moment, "starts_at__gt": self.clock.moment - timedelta(hours=3)}
        round_ = self.one(which, **begun)
        actor = self.sitting(round_, role) if round_ else None
        if round_ and actor and self.act(lambda: claim_no_show(round=round_, actor=actor)):
            noted = Attendance.objects.count()
            self.act(lambda: claim_no_show(round=round_, actor=actor))
            assert Attendance.objects.count() == noted

    @rule(role=ONE, way=st.sampled_from(["claim", "let go", "search"]), yes=st.booleans(), pick=NUMBER)
    def the_other_does_not_come(self, role: str, way: str, yes: bool, pick: int) -> None:
        """The whole of it: one waits, says so, and lets it go or looks for a stand-in who is online."""
        self.the_next_round_comes(1, role)
        self.clock.advance(timedelta(minutes=11))
        began = Round.objects.filter(state=Round.State.SCHEDULED, starts_at__lte=self.clock.moment)
        round_ = began.order_by("-starts_at").first()
        actor = self.sitting(round_, role) if round_ else None
        if round_ is None or actor is None:
            return
        self.act(lambda: claim_no_show(round=round_, actor=actor))
        if way == "let go":
            self.act(lambda: let_go(round=round_, actor=actor))
        if way == "search":
            User.objects.filter(pk__in=[peer.pk for peer in self.peers]).update(seen_at=timezone.now())
            if self.act(lambda: rematch.begin(round=round_, actor=actor)):
                self.answer_who_waits(pick, yes)

    @rule(which=NUMBER, yes=st.booleans())
    def answer_who_waits(self, which: int, yes: bool) -> None:
        """The first yes gets the seat; whoever is late is told."""
        asks = list(CoverAsk.objects.filter(request__live=True).order_by("pk"))
        if not asks:
            return
        ask = asks[which % len(asks)]
        round_ = Round.objects.get(pk=ask.request.round_id)
        before = self.sitting_id(round_)
        self.act(lambda: rematch.answer(ask=ask, person=ask.person, yes=yes))
        if self.sitting_id(round_) != before:
            self.kept_apart(round_)

    @rule(minutes=st.sampled_from([0, 1, 4]))
    def searches_go_on(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))
        sweep_searches()

    @rule(which=NUMBER, granted=st.none() | st.booleans())
    def dispute_and_settle(self, which: int, granted: bool | None) -> None:
        rows = list(Attendance.objects.filter(outcome=Attendance.Outcome.NO_SHOW).order_by("pk"))
        if not rows:
            return
        row = rows[which % len(rows)]
        self.act(lambda: dispute(attendance=row, actor=row.person, reason="I was there."))
        if granted is not None:
            self.act(lambda: settle(attendance=row, actor=self.administrator, granted=granted))

    @rule(which=NUMBER)
    def hand_in_a_card(self, which: int) -> None:
        """What the scorecard's app does when a card is in."""
        round_ = self.one(which, state=Round.State.COMPLETED)
        person = self.sitting(round_, Seat.Role.INTERVIEWER) if round_ else None
        if round_ and person:
            self.act(lambda: earn(round=round_, person=person))

    @rule(who=NUMBER, amount=st.sampled_from([-9, -1, 2]))
    def an_administrator_gives_or_takes(self, who: int, amount: int) -> None:
        person = self.candidates[who % len(self.candidates)]
        self.act(lambda: give(person=person, amount=amount, note="because"))

    @rule()
    def reminders_become_due(self) -> None:
        owe_reminders()
        assert owe_reminders() == 0

    @invariant()
    def nobody_owes_credits(self) -> None:
        sums = CreditEntry.objects.values_list("person").annotate(has=Sum("amount"))
        assert all(has >= 0 for _, has in sums)
        for entry in CreditEntry.objects.filter(reason=CreditEntry.Reason.REFUNDED):
            spent = CreditEntry.objects.get(person=entry.person, round=entry.round, reason="spent")
            assert entry.amount == -spent.amount

    @invariant()
    def credits_are_earned_by_rounds_that_took_place(self) -> None:
        for entry in CreditEntry.objects.filter(reason=CreditEntry.Reason.EARNED).select_related("round"):
            assert entry.round
            assert entry.round.state == Round.State.COMPLETED

    @invariant()
    def requests_are_for_rounds_that_need_somebody(self) -> None:
        open_ = CoverRequest.objects.filter(state=CoverRequest.State.OPEN).select_related("round")
        for request in open_:
            # A search ends by itself some seconds after the late interviewer has begun after all.
            wanted = OPEN if request.live else {Round.State.SCHEDULED}
            assert request.round.state in wanted, f"{request}: {request.round.state}"
            if not request.live:
                assert self.sitting_id(request.round) is None, f"{request} has somebody"
        for request in CoverRequest.objects.filter(state=CoverRequest.State.FILLED):
            assert request.asks.filter(answer="yes").count() <= 1

    @invariant()
    def passes_are_for_rounds_without_an_interviewer(self) -> None:
        for each in PriorityPass.objects.select_related("missed"):
            assert each.missed.state in (Round.State.MISSED, Round.State.CANCELLED)
