"""Reading coach grants."""

from django.db.models import Max, QuerySet

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


def given_grants(candidate: User) -> QuerySet[CoachGrant]:
    """Whom the candidate lets see what they do now, newest first."""
    return (
        CoachGrant.objects.filter(candidate=candidate, revoked_at=None)
        .select_related("coach")
        .order_by("-granted_at", "-pk")
    )


def ended_grants(candidate: User, limit: int = 20) -> QuerySet[CoachGrant]:
    """The last ended grant of each coach who sees nothing now, newest first, at most `limit`."""
    newest = CoachGrant.objects.filter(candidate=candidate).values("coach").annotate(newest=Max("pk"))
    return (
        CoachGrant.objects.filter(pk__in=newest.values("newest"), revoked_at__isnull=False)
        .select_related("coach")
        .order_by("-revoked_at", "-pk")[:limit]
    )


def held_grants(coach: User) -> QuerySet[CoachGrant]:
    """The grants that `coach` can use now, by the candidate's name; none for a person who is no coach."""
    if not coach.is_coach:
        return CoachGrant.objects.none()
    return (
        CoachGrant.objects.filter(coach=coach, revoked_at=None)
        .select_related("candidate")
        .order_by("candidate__name", "candidate__email")
    )
