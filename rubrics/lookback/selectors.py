"""Reading look backs: what is saved, and what stands in the way."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from interviews.models import Round, Seat
from rubrics.lookback.rules import RATED, LookBackData
from rubrics.models import DebriefRevision, LookBackWaiver, RoundRating, Rubric, Scorecard
from rubrics.scorecards.selectors import data_of, own_card, rubric_for
from rubrics.scorecards.visibility import is_revealed

Standing = Literal["early", "not_held", "no_rubric", "open", "waived", "in", "revealed"]


@dataclass(frozen=True)
class LookBack:
    """A candidate's look back on a round as it is saved.

    `version` rises with every save, 0 before the first; `interviewer` is None where nobody interviewed, and
    then nothing is rated. `standing` says what can be done: only an "open" one can be filled in.
    """

    round: Round
    rubric: Rubric | None
    interviewer: User | None
    card: Scorecard | None
    rating: RoundRating | None
    standing: Standing

    @property
    def version(self) -> int:
        """What a page was typed upon."""
        return self.card.version if self.card else 0

    @property
    def data(self) -> LookBackData:
        """What is saved so far."""
        card = data_of(self.card) if self.card else None
        rating = self.rating
        return LookBackData(
            entries=card.entries if card else {},
            takeaway=card.takeaway if card else "",
            ratings={name: getattr(rating, name) for name in RATED} if rating else {},
            comment=rating.comment if rating else "",
        )


def look_back_of(round: Round) -> LookBack:  # noqa: A002
    """The look back of a round's candidate; `round` comes with its loop."""
    candidate = round.loop.candidate
    card = own_card(round, candidate)
    seat = Seat.objects.filter(round=round, role=Seat.Role.INTERVIEWER).select_related("person").first()
    rubric = card.rubric if card else rubric_for(round)
    return LookBack(
        round=round,
        rubric=rubric,
        interviewer=seat.person if seat else None,
        card=card,
        rating=RoundRating.objects.filter(round=round).first(),
        standing=_standing(round, rubric, card),
    )


def owed_rounds(candidate: User) -> QuerySet[Round]:
    """Rounds that took place on which a candidate has still to look back, oldest first."""
    submitted = Scorecard.objects.filter(
        round=OuterRef("pk"), role=Scorecard.Role.CANDIDATE, state=Scorecard.State.SUBMITTED
    )
    revealed = DebriefRevision.objects.filter(debrief__loop=OuterRef("loop"), is_current=True)
    return (
        Round.objects.filter(
            ~Exists(submitted),
            ~Exists(revealed),
            loop__candidate=candidate,
            state=Round.State.COMPLETED,
            waiver=None,
        )
        .select_related("loop__candidate")
        .order_by("ends_at", "pk")
    )


def _standing(round_: Round, rubric: Rubric | None, card: Scorecard | None) -> Standing:
    if card is not None and card.state == Scorecard.State.SUBMITTED:
        return "in"
    if round_.state in {Round.State.MISSED, Round.State.CANCELLED}:
        return "not_held"
    if round_.state != Round.State.COMPLETED:
        return "early"
    waived = LookBackWaiver.objects.filter(round=round_).exists()
    if is_revealed(round_.loop):
        return "revealed"
    if waived:
        return "waived"
    return "open" if rubric else "no_rubric"
