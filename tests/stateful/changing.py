"""What people do with a round after booking: move it, call it off, hand it over, cover it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from interviews.changes.answers import refuse_cover, take_cover
from interviews.changes.services import cancel_round, decline_round, move_round, replace_interviewer
from interviews.changes.sweep import cover_rounds
from interviews.changes.times import starts
from interviews.models import CoverAsk, Round, Seat
from tests.stateful.machine import NUMBER, REASON, Everybody


class Changing(Everybody):
    """Everybody, and what they change."""

    def to_come(self, which: int) -> Round | None:
        return self.one(which, state=Round.State.SCHEDULED, starts_at__gt=self.clock.moment)

    @rule(
        which=NUMBER,
        by_candidate=st.booleans(),
        at=NUMBER,
        stale=st.sampled_from([0, 0, 0, 1]),
        reason=REASON,
    )
    def move_a_round(self, which: int, by_candidate: bool, at: int, stale: int, reason: str) -> None:
        """To a time that the page would offer; from an old page it is refused."""
        round_ = self.to_come(which)
        if round_ is None:
            return
        role = Seat.Role.CANDIDATE if by_candidate else Seat.Role.INTERVIEWER
        actor = self.sitting(round_, role)
        window = (self.clock.moment, self.clock.moment + timedelta(days=5))
        times = sorted(starts(round_.loop, round_, role, now=self.clock.moment, window=window))
        if actor is None or not times:
            return
        start = times[at % len(times)]
        moved = self.act(
            lambda: move_round(
                round=round_, actor=actor, start=start, sequence=round_.sequence - stale, reason=reason
            )
        )
        assert not (stale and moved), "an old page moved a round"
        if moved and by_candidate:
            self.keeps_promises(moved)

    @rule(which=NUMBER, start=NUMBER)
    def move_a_round_anywhere(self, which: int, start: int) -> None:
        """A time that nobody offered, the past included: only what is free comes through."""
        round_ = self.to_come(which)
        if round_ is None:
            return
        quarter = self.quarter(0, start % 400 - 20)
        before = round_.starts_at
        moved = self.act(
            lambda: move_round(
                round=round_, actor=round_.loop.candidate, start=quarter, sequence=round_.sequence
            )
        )
        if moved and moved.starts_at != before:
            assert moved.starts_at >= self.clock.moment
            self.keeps_promises(moved)

    @rule(which=NUMBER, reason=REASON)
    def cancel_a_round(self, which: int, reason: str) -> None:
        round_ = self.to_come(which)
        if round_ is not None and which % 3 == 0:
            self.act(
                lambda: cancel_round(
                    round=round_, actor=round_.loop.candidate, sequence=round_.sequence, reason=reason
                )
            )

    @rule(which=NUMBER, reason=REASON)
    def give_a_round_back(self, which: int, reason: str) -> None:
        """Twice, as a double click does."""
        round_ = self.to_come(which)
        actor = self.sitting(round_, Seat.Role.INTERVIEWER) if round_ else None
        if round_ is None or actor is None:
            return
        if self.handed_on(round_, lambda: decline_round(round=round_, actor=actor, reason=reason)):
            events = round_.history.count()
            self.act(lambda: decline_round(round=round_, actor=actor))
            assert round_.history.count() == events

    @rule(which=NUMBER, whom=st.none() | NUMBER)
    def ask_for_somebody_else(self, which: int, whom: int | None) -> None:
        round_ = self.to_come(which)
        if round_ is None:
            return
        person = None if whom is None else self.peers[whom % len(self.peers)]
        self.handed_on(
            round_,
            lambda: replace_interviewer(
                round=round_, actor=round_.loop.candidate, sequence=round_.sequence, person=person
            ),
        )

    @rule(which=NUMBER, yes=st.booleans())
    def answer_a_request_for_cover(self, which: int, yes: bool) -> None:
        """Any that was ever asked, also long after."""
        asks = list(CoverAsk.objects.filter(request__live=False).order_by("pk"))
        if not asks:
            return
        ask = asks[which % len(asks)]
        answer: Any = take_cover if yes else refuse_cover
        round_ = Round.objects.get(pk=ask.request.round_id)
        before = self.sitting_id(round_)
        self.act(lambda: answer(ask=ask, actor=ask.person))
        if self.sitting_id(round_) != before:
            self.kept_apart(round_)

    @rule()
    def vacant_rounds_are_looked_after(self) -> None:
        """What beat does every minute; a second look at the same moment changes nothing."""
        before = {each.pk: self.sitting_id(each) for each in Round.objects.all()}
        cover_rounds()
        for round_ in Round.objects.filter(state=Round.State.SCHEDULED):
            if (now := self.sitting_id(round_)) is not None and now != before[round_.pk]:
                self.keeps_promises(round_)
        assert cover_rounds() == 0

    def sitting_id(self, round_: Round) -> int | None:
        found = round_.seats.filter(role=Seat.Role.INTERVIEWER).values_list("person_id", flat=True)
        return found.first()

    def handed_on(self, round_: Round, service: Callable[[], Any]) -> Any:
        """Do it; if somebody else sits there then, they wanted the round."""
        before = self.sitting_id(round_)
        given = self.act(service)
        if given and self.sitting_id(round_) not in (None, before):
            round_.refresh_from_db()
            self.keeps_promises(round_)
        return given
