"""Who may see whose scorecards and ratings: the one rule, for pages, debriefs, exports and mails alike.

Independence first: a rater sees the other raters' cards of a round only after handing in their own. A
candidate's self-score and rating lie sealed until the loop's debrief has a revision; then everything opens
together, to those the debrief is for. A card that a coach reopened was handed in: what it said then stands.
"""

from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.grants.selectors import coaches, granted_candidates
from accounts.models import User
from interviews.models import Loop, Round, Seat
from rubrics.models import CardRevision, Debrief, DebriefRevision, RoundRating, Scorecard

# A round in these states never takes place any more, so nobody owes a card for it.
NOT_HELD = (Round.State.MISSED, Round.State.CANCELLED)
DebriefRole = Literal["candidate", "coach", "interviewer"]


def handed_in() -> Q:
    """The condition on scorecards that were submitted, be it that they were reopened since."""
    reopened = CardRevision.objects.filter(scorecard=OuterRef("pk"))
    return Q(state=Scorecard.State.SUBMITTED) | Q(Exists(reopened))


def scores_as(user: User, round: Round) -> Scorecard.Role | None:  # noqa: A002
    """As whom a person scores a round, or None: its interviewer, its observers, the candidate's coaches.

    Whoever just watches learns by it, so theirs is a shadow card. The candidate's own card is not meant here:
    `rubrics.lookback` keeps it.
    """
    if round.loop.candidate_id == user.pk:
        return None
    seat = Seat.objects.filter(round=round, person=user).first()
    if seat is not None and seat.role == Seat.Role.INTERVIEWER:
        return Scorecard.Role.INTERVIEWER
    if seat is not None and seat.role == Seat.Role.OBSERVER:
        return Scorecard.Role(seat.purpose or Scorecard.Role.SHADOW)
    return Scorecard.Role.COACH if coaches(user, round.loop.candidate) else None


def debrief_role(user: User, loop: Loop) -> DebriefRole | None:
    """As whom a person may read the loop's debrief (once there is one), or None.

    Its candidate and their coaches; and its interviewers, but whoever still owes a card of the loop, or has
    begun one, may not read it as anything else either: their card would no longer be their own.
    """
    if loop.candidate_id == user.pk:
        return "candidate"
    card_in = Scorecard.objects.filter(handed_in(), round=OuterRef("pk"), rater=user)
    interviewed = list(
        Round.objects.filter(loop=loop, seats__person=user, seats__role=Seat.Role.INTERVIEWER)
        .exclude(state__in=NOT_HELD)
        .annotate(card_in=Exists(card_in))
        .values_list("card_in", flat=True)
    )
    if not all(interviewed):
        return None
    coach = coaches(user, loop.candidate)
    if not coach and not interviewed:
        return None
    if begun_cards(user, coach=coach).filter(round__loop=loop).exists():
        return None
    return "coach" if coach else "interviewer"


def begun_cards(user: User, *, coach: bool) -> QuerySet[Scorecard]:
    """Cards that a person has begun and can still hand in, or put away where nobody waits for them.

    Args:
        user: the rater.
        coach: whether they still coach the candidates in question, so that a coach's card counts.
    """
    seat = Seat.objects.filter(round=OuterRef("round"), person=user).exclude(role=Seat.Role.CANDIDATE)
    still = Q(Exists(seat)) | Q(role=Scorecard.Role.COACH) if coach else Q(Exists(seat))
    return (
        Scorecard.objects.filter(still, rater=user, state=Scorecard.State.DRAFT)
        .exclude(role=Scorecard.Role.CANDIDATE)
        .exclude(round__state__in=NOT_HELD)
        .exclude(handed_in())
    )


def is_revealed(loop: Loop) -> bool:
    """Whether the loop's seal is open: its debrief has a revision."""
    return DebriefRevision.objects.filter(debrief__loop=loop, is_current=True).exists()


def may_read_debrief(user: User, loop: Loop) -> bool:
    """Whether a compiled debrief of the loop lies open to this person now."""
    return debrief_role(user, loop) is not None and is_revealed(loop)


def visible_scorecards(user: User, round: Round) -> QuerySet[Scorecard]:  # noqa: A002
    """The cards of a round a person may see: one's own; others' only handed in, and by the rule above.

    Of a card that was reopened others see what stands (`rubrics.scorecards.selectors.standing`).
    """
    cards = Scorecard.objects.filter(round=round)
    own = Q(rater=user)
    if may_read_debrief(user, round.loop):
        return cards.filter(own | handed_in())
    if round.loop.candidate_id == user.pk:
        return cards.filter(own, role=Scorecard.Role.CANDIDATE)
    if scores_as(user, round) is None:
        return cards.none()
    if cards.filter(own).filter(handed_in()).exists():
        return cards.filter(own | handed_in()).exclude(role=Scorecard.Role.CANDIDATE)
    return cards.filter(own)


def visible_ratings(user: User, loop: Loop) -> QuerySet[RoundRating]:
    """The candidate's ratings of rounds of a loop: one's own; of oneself, once the seal is open.

    Nobody else reads them, coaches and the other interviewers included.
    """
    ratings = RoundRating.objects.filter(round__loop=loop)
    if loop.candidate_id == user.pk:
        return ratings.filter(candidate=user)
    if not may_read_debrief(user, loop):
        return ratings.none()
    return ratings.filter(interviewer=user, state=RoundRating.State.SUBMITTED)


def ratings_of(interviewer: User) -> QuerySet[RoundRating]:
    """Every rating that a person got and may read: the rule of `visible_ratings`, as one query."""
    loops = _settled(Loop.objects.all(), interviewer, coach=True)
    revealed = DebriefRevision.objects.filter(debrief__loop=OuterRef("pk"), is_current=True)
    return RoundRating.objects.filter(
        interviewer=interviewer,
        state=RoundRating.State.SUBMITTED,
        round__loop__in=loops.filter(Exists(revealed)),
    )


def readable_loops(user: User) -> QuerySet[Loop]:
    """The loops whose debriefs a person looks back on: their own and those of candidates they coach.

    The same rule as `debrief_role`, as one query: a coach who still owes a card of a loop does not find it.
    """
    coached = Q(candidate__in=granted_candidates(user)) & ~Q(pk__in=_closed_loops(user, coach=True))
    return Loop.objects.filter(Q(candidate=user) | coached)


def readable_debriefs(user: User) -> QuerySet[Debrief]:
    """The debriefs of `readable_loops`, compiled or not: the same rule, asked without the loops' rows."""
    coached = Q(candidate__in=granted_candidates(user)) & ~Q(loop__in=_closed_loops(user, coach=True))
    return Debrief.objects.filter(Q(candidate=user) | coached)


def _settled(loops: QuerySet[Loop], user: User, *, coach: bool) -> QuerySet[Loop]:
    """Those of the loops in which a person owes no card and has begun none."""
    return loops.exclude(pk__in=_closed_loops(user, coach=coach))


def _closed_loops(user: User, *, coach: bool) -> QuerySet[Round, Any]:
    """The loops in which a person owes a card or has begun one: few, so they are looked up once a query."""
    card_is_in = Scorecard.objects.filter(handed_in(), round=OuterRef("pk"), rater=user)
    owed = (
        Round.objects.filter(seats__person=user, seats__role=Seat.Role.INTERVIEWER)
        .exclude(state__in=NOT_HELD)
        .exclude(Exists(card_is_in))
    )
    begun = begun_cards(user, coach=coach).order_by().values("round")
    return (
        Round.objects.filter(Q(pk__in=owed.order_by().values("pk")) | Q(pk__in=begun))
        .order_by()
        .values("loop")
    )


def cards_beside(user: User) -> QuerySet[Scorecard]:
    """The other raters' cards of rounds that a person scored: the rule of `visible_scorecards`, as one query.

    One's own card of the round is in, and one still has the place in it from which one scored.
    """
    coached = Q(role=Scorecard.Role.COACH, round__loop__candidate__in=granted_candidates(user))
    seat = Seat.objects.filter(round=OuterRef("round"), person=user).exclude(role=Seat.Role.CANDIDATE)
    own = Scorecard.objects.filter(handed_in(), coached | Q(Exists(seat)), rater=user).exclude(
        role=Scorecard.Role.CANDIDATE
    )
    cards = Scorecard.objects.filter(handed_in(), round__in=own.values("round"))
    return cards.exclude(rater=user).exclude(role=Scorecard.Role.CANDIDATE)


def coached_cards(coach: User) -> QuerySet[Scorecard]:
    """The raters' cards in open debriefs of candidates whom a person coaches, their own card among them."""
    loops = readable_loops(coach).filter(candidate__in=granted_candidates(coach))
    return revealed_cards().filter(round__loop__in=loops)


def revealed_cards() -> QuerySet[Scorecard]:
    """The raters' cards of every open debrief: for figures over many raters, never to be shown one by one."""
    revealed = DebriefRevision.objects.filter(debrief__loop=OuterRef("round__loop"), is_current=True)
    return Scorecard.objects.filter(handed_in(), Exists(revealed)).exclude(role=Scorecard.Role.CANDIDATE)
