"""Who may see whose scorecards: the one rule, for pages, debriefs, exports, mails and admin alike.

Independence first: a rater sees the others' cards of a round only after handing in their own. Nobody else
sees a card before the loop's debrief has a revision, and then only those the debrief is for.
"""

from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.grants.selectors import coaches, granted_candidates
from accounts.models import User
from interviews.models import Loop, Round, Seat
from rubrics.models import DebriefRevision, Scorecard

RATERS = (Seat.Role.INTERVIEWER, Seat.Role.OBSERVER)
# A round in these states never takes place any more, so nobody owes a card for it.
NOT_HELD = (Round.State.MISSED, Round.State.CANCELLED)
DebriefRole = Literal["candidate", "coach", "interviewer"]


def debrief_role(user: User, loop: Loop) -> DebriefRole | None:
    """As whom a person may read the loop's debrief (once there is one), or None.

    Its candidate and their coaches; and its interviewers, but whoever still owes a card of the loop may
    not read it as anything else either: their card would no longer be their own.
    """
    if loop.candidate_id == user.pk:
        return "candidate"
    submitted = Scorecard.objects.filter(round=OuterRef("pk"), rater=user, state=Scorecard.State.SUBMITTED)
    interviewed = list(
        Round.objects.filter(loop=loop, seats__person=user, seats__role=Seat.Role.INTERVIEWER)
        .exclude(state__in=NOT_HELD)
        .annotate(card_in=Exists(submitted))
        .values_list("card_in", flat=True)
    )
    if not all(interviewed):
        return None
    if coaches(user, loop.candidate):
        return "coach"
    return "interviewer" if interviewed else None


def may_read_debrief(user: User, loop: Loop) -> bool:
    """Whether a compiled debrief of the loop lies open to this person now."""
    compiled = DebriefRevision.objects.filter(debrief__loop=loop, is_current=True)
    return debrief_role(user, loop) is not None and compiled.exists()


def visible_scorecards(user: User, round: Round) -> QuerySet[Scorecard]:  # noqa: A002
    """The cards of a round a person may see: one's own; others' only submitted, and by the rule above."""
    cards = Scorecard.objects.filter(round=round)
    own = Q(rater=user)
    rater = Seat.objects.filter(round=round, person=user, role__in=RATERS).exists()
    own_is_in = rater and cards.filter(own, state=Scorecard.State.SUBMITTED).exists()
    if own_is_in or may_read_debrief(user, round.loop):
        return cards.filter(own | Q(state=Scorecard.State.SUBMITTED))
    return cards.filter(own) if rater else cards.none()


def readable_loops(user: User) -> QuerySet[Loop]:
    """The loops whose debriefs a person looks back on: their own and those of candidates they coach.

    The same rule as `debrief_role`, as one query: a coach who still owes a card of a loop does not find it.
    """
    card_is_in = Scorecard.objects.filter(
        round=OuterRef("round"), rater=user, state=Scorecard.State.SUBMITTED
    )
    owed = (
        Seat.objects.filter(round__loop=OuterRef("pk"), person=user, role=Seat.Role.INTERVIEWER)
        .exclude(round__state__in=NOT_HELD)
        .exclude(Exists(card_is_in))
    )
    coached = Q(candidate__in=granted_candidates(user)) & ~Exists(owed)
    return Loop.objects.filter(Q(candidate=user) | coached)
