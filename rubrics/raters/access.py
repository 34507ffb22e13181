"""Who may see how raters score: they themselves, and for their candidates' raters the coach."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.grants.selectors import granted_candidates
from accounts.models import User
from interviews.models import Round, Seat
from rubrics.models import Scorecard
from rubrics.scorecards.visibility import coached_cards, handed_in


def own_cards(user: User) -> QuerySet[Scorecard]:
    """The cards that a person handed in as a rater; their self-scores are something else."""
    return Scorecard.objects.filter(handed_in(), rater=user).exclude(role=Scorecard.Role.CANDIDATE)


def raters_of(coach: User) -> QuerySet[User]:
    """Who ran rounds of the candidates whom a person coaches, or scored them in debriefs they may read."""
    ran = Seat.objects.filter(
        role=Seat.Role.INTERVIEWER,
        round__state=Round.State.COMPLETED,
        round__loop__candidate__in=granted_candidates(coach),
    )
    scored = coached_cards(coach)
    people = Q(pk__in=ran.values("person")) | Q(pk__in=scored.values("rater"))
    return User.objects.filter(people).order_by("name", "email")


def access_scoring(user: User | AnonymousUser) -> User:
    """The asker, who rates: as a peer, as a coach, or because they did.

    Raises:
        Http404: for everybody else.
    """
    if isinstance(user, User) and (user.is_peer or user.is_coach or own_cards(user).exists()):
        return user
    raise Http404


def access_cohort(user: User | AnonymousUser) -> User:
    """The asker, who is a coach.

    Raises:
        Http404: for everybody else, administrators included: what raters gave is none of theirs.
    """
    if isinstance(user, User) and user.is_coach:
        return user
    raise Http404


def access_rater(user: User | AnonymousUser, rater_id: int) -> User:
    """A rater of the candidates whom the asker coaches.

    Raises:
        Http404: for a person who rates none of them, and for whoever is no coach.
    """
    rater = raters_of(access_cohort(user)).filter(pk=rater_id).first()
    if rater is None:
        raise Http404
    return rater


def access_agreement(user: User | AnonymousUser) -> User:
    """The asker, who is a coach or an administrator: agreement says nothing of any one score.

    Raises:
        Http404: for everybody else.
    """
    if isinstance(user, User) and (user.is_coach or user.is_staff):
        return user
    raise Http404
