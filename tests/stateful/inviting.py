"""Asking a particular person, and letting somebody watch."""

import uuid
from datetime import time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from interviews.invites.selectors import possible_starts
from interviews.invites.services import Wanted, accept_invite, decline_invite, invite, withdraw_invite
from interviews.kinds import LOOP_KINDS
from interviews.loops.states import OPEN
from interviews.models import Loop, Round, RoundInvite, Seat
from interviews.room.observers import invite_observer, remove_observer
from tests.stateful.changing import Changing
from tests.stateful.machine import NUMBER


class Inviting(Changing):
    """Everybody, and whom they ask in person."""

    @rule(who=NUMBER, kind=st.sampled_from(LOOP_KINDS), days=st.integers(0, 5))
    def invite_somebody(self, who: int, kind: str, days: int) -> None:
        today = self.clock.moment.date()
        wanted = Wanted(self.track, kind, Loop.Mode.STRESS, today, today + timedelta(days), time(9), time(20))
        candidate, key = self.candidates[who % len(self.candidates)], uuid.uuid4()
        if self.act(lambda: invite(candidate=candidate, wanted=wanted, key=key)):
            invite(candidate=candidate, wanted=wanted, key=key)
            assert RoundInvite.objects.filter(candidate=candidate).order_by("-created_at")[0].state == "open"

    @rule(which=NUMBER, who=NUMBER, at=NUMBER, say=st.sampled_from(["yes", "yes", "no", "not any more"]))
    def answer_an_invitation(self, which: int, who: int, at: int, say: str) -> None:
        """Yes at a time that the page offers; twice gives the same loop."""
        invites = list(RoundInvite.objects.order_by("created_at", "pk"))
        if not invites:
            return
        found, person = invites[which % len(invites)], self.peers[who % len(self.peers)]
        if say == "not any more":
            self.act(lambda: withdraw_invite(invite=found, actor=found.candidate))
        elif say == "no":
            self.act(lambda: decline_invite(invite=found, person=person))
        elif times := possible_starts(found, person):
            loop = self.act(lambda: accept_invite(invite=found, person=person, start=times[at % len(times)]))
            if loop:
                self.kept_apart(loop.rounds.get())
                assert accept_invite(invite=found, person=person, start=times[0]) == loop

    @rule(which=NUMBER, who=NUMBER)
    def let_somebody_watch(self, which: int, who: int) -> None:
        round_ = self.one(which, state__in=OPEN)
        if round_:
            person = [*self.peers, *self.candidates][who % 8]
            self.act(lambda: invite_observer(round=round_, actor=round_.loop.candidate, email=person.email))

    @rule(which=NUMBER)
    def take_a_seat_back(self, which: int) -> None:
        seats = list(
            Seat.objects.filter(role=Seat.Role.OBSERVER).select_related("round", "person").order_by("pk")
        )
        if seats:
            seat = seats[which % len(seats)]
            round_: Round = seat.round
            self.act(lambda: remove_observer(round=round_, actor=seat.person, seat_id=seat.pk))
