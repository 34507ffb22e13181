"""Reading how far a debrief is, and what it waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, TypedDict
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, DateTimeField, ExpressionWrapper, Max, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from accounts.grants.selectors import coaches
from accounts.models import User
from interviews.kinds import RoundKind
from interviews.loops.states import CLOSED
from interviews.models import Loop, Round, Seat
from rubrics.debriefs import states
from rubrics.debriefs.access import DebriefAccess
from rubrics.debriefs.content import upgraded
from rubrics.debriefs.report import step_words
from rubrics.models import Debrief, Scorecard
from rubrics.scorecards.visibility import NOT_HELD, begun_cards, handed_in, may_read_debrief

CARDS_DUE_AFTER = timedelta(hours=48)

Side = Literal["in", "reopened", "waived", "owed", "none"]


@dataclass(frozen=True)
class Sides:
    """What is in and what is owed of one round.

    `card` is the interviewer's ("reopened": it stands, and they have it open again), `look_back` the
    candidate's self-score and rating; "none" where nothing is expected, as for a round that is not over.
    """

    round: Round
    interviewer: User | None
    card: Side
    look_back: Side

    @property
    def settled(self) -> bool:
        """Whether nothing of this round is waited for any more."""
        return "owed" not in {self.card, self.look_back} and self.round.state in CLOSED


def sides(loop: Loop) -> list[Sides]:
    """The one rule of what a loop's seal waits for: both sides of every round, in their order."""
    rounds = (
        Round.objects.filter(loop=loop)
        .select_related("waiver")
        .prefetch_related("seats__person")
        .order_by("position")
    )
    states = {
        (card.round_id, card.rater_id): card.state
        for card in Scorecard.objects.filter(handed_in(), round__loop=loop).only("round", "rater", "state")
    }
    return [_sides(each, loop, states) for each in rounds]


def _sides(round_: Round, loop: Loop, states: Mapping[tuple[Any, int], str]) -> Sides:
    interviewer = next(
        (seat.person for seat in round_.seats.all() if seat.role == Seat.Role.INTERVIEWER), None
    )
    if round_.state != Round.State.COMPLETED:
        return Sides(round_, interviewer, "none", "none")
    card: Side = "none"
    if interviewer is not None:
        state = states.get((round_.pk, interviewer.pk))
        card = "owed" if state is None else "in" if state == Scorecard.State.SUBMITTED else "reopened"
    look_back: Side = "in" if (round_.pk, loop.candidate_id) in states else "owed"
    if look_back == "owed" and hasattr(round_, "waiver"):
        look_back = "waived"
    return Sides(round_, interviewer, card, look_back)


def with_due(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Rounds with `cards_due_at`: until when the debrief of their loop waits for cards and look backs."""
    last = (
        Round.objects.filter(loop=OuterRef("loop"))
        .exclude(state__in=NOT_HELD)
        .order_by()
        .values("loop")
        .annotate(last=Max("ends_at"))
        .values("last")
    )
    due_at = ExpressionWrapper(Subquery(last) + Value(CARDS_DUE_AFTER), output_field=DateTimeField())
    return rounds.annotate(cards_due_at=due_at)


class Waited(TypedDict):
    """One thing a debrief waits for: a round that is still to be closed, a card, or a look back."""

    round: str
    round_id: Any
    what: str
    who: str


def waited_for(loop: Loop) -> list[Waited]:
    """What is missing before a debrief can be compiled; never what a card says."""
    found = []
    for each in sides(loop):
        about = {
            "round": str(RoundKind(each.round.kind).label),
            "round_id": each.round.pk,
            "who": each.interviewer.shown_name if each.interviewer else "",
        }
        missing = [
            *([each.round.state] if each.round.state not in CLOSED else []),
            *(["card"] if each.card == "owed" else []),
            *(["look_back"] if each.look_back == "owed" else []),
        ]
        found += [Waited(what=what, **about) for what in missing]  # type: ignore[typeddict-item]
    return found


def begun_round(user: User | AnonymousUser, loop_id: UUID) -> UUID | None:
    """The round of a loop whose card keeps its debrief from a person: begun, and neither in nor put away."""
    loop = Loop.objects.select_related("candidate").filter(pk=loop_id).first()
    if loop is None or not isinstance(user, User):
        return None
    begun = begun_cards(user, coach=coaches(user, loop.candidate)).filter(round__loop=loop)
    return begun.exclude(role=Scorecard.Role.INTERVIEWER).values_list("round", flat=True).first()


def kept_cards(loop: Loop, role: str, *, open_: bool) -> list[dict[str, Any]]:
    """The raters' cards of a loop that have something to act on or to look up; never what they say.

    A coach finds every card that was handed in, to reopen it; everybody else, once the debrief is there,
    those that were reopened.
    """
    if role != "coach" and not open_:
        return []
    cards = (
        Scorecard.objects.filter(handed_in(), round__loop=loop)
        .exclude(role=Scorecard.Role.CANDIDATE)
        .select_related("round", "rater")
        .annotate(reopenings=Count("revisions"))
        .order_by("round__position", "created_at")
    )
    return [
        {
            "card": card,
            "round": str(RoundKind(card.round.kind).label),
            "role": str(Scorecard.Role(card.role).label),
            "is_open": card.state == Scorecard.State.DRAFT,
            "changed": open_ and card.reopenings > 0,
        }
        for card in cards
        if role == "coach" or card.reopenings
    ]


def readable(content: dict[str, Any], user: User | AnonymousUser) -> dict[str, Any]:
    """What a person who may read a debrief may read of it, in the present format.

    What changed since the loop before tells scores of that loop: it is for those who may read its debrief
    too. An interviewer of this loop alone does not, nor does a coach who still owes a card of that one.
    """
    content = upgraded(content)
    if content["since"] is None:
        return content
    before = Loop.objects.select_related("candidate").filter(pk=content["since"]["loop"]).first()
    if before is not None and isinstance(user, User) and may_read_debrief(user, before):
        return content
    return {**content, "since": None}


def progress(debrief: Debrief) -> dict[str, Any]:
    """How far compiling is: `done` and `total` steps, the step at work in words, all of it as one line."""
    found = {
        "done": debrief.steps_done,
        "total": max(debrief.steps_total, 1),
        "words": step_words(debrief.step),
    }
    text = _("waiting for its turn")
    if debrief.state == states.COMPILING:
        text = _("%(done)s of %(total)s steps done: %(words)s") % found
    return {**found, "text": text}


def shown_state(access: DebriefAccess) -> str:
    """The debrief's state, or "off" for a loop that was called off, or "shown" for an interviewer."""
    if access.loop.state == Loop.State.CANCELLED and access.revision is None:
        return "off"
    if access.role == "interviewer":
        return "shown"
    return access.debrief.state if access.debrief else states.WAITING


def told(access: DebriefAccess) -> dict[str, Any]:
    """What an open page of a debrief is told: state, steps, how much is waited for, the revision's number."""
    state = shown_state(access)
    found: dict[str, Any] = {
        "state": state,
        "revision": access.revision.number if access.revision else 0,
        "waits": len(waited_for(access.loop)) if state == states.WAITING else 0,
    }
    if access.debrief is not None and state == states.COMPILING:
        steps = progress(access.debrief)
        found |= {key: steps[key] for key in ("done", "total", "text")}
    return found
