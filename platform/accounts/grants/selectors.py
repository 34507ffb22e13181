"""Reading coach grants."""

from django.db.models import QuerySet

from accounts.models import CoachGrant, User


def coaches(coach: User, candidate: User) -> bool:
    """Whether `coach` holds an active grant of `candidate`."""
    return (
        coach.is_coach
        and CoachGrant.objects.filter(coach=coach, candidate=candidate, revoked_at=None).exists()
    )


def granted_candidates(coach: User) -> QuerySet[User]:
    """The candidates whose grants `coach` holds now; nobody for a person who is no coach."""
    if not coach.is_coach:
        return User.objects.none()
    return User.objects.filter(grants_given__coach=coach, grants_given__revoked_at=None)
