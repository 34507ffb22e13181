"""Reading coach grants, and who is asked for one."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import AskBlock, CoachGrant, GrantAsk, User


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


def coaches_of(candidate: User) -> QuerySet[User]:
    """Everybody who coaches a candidate now, by name."""
    held = CoachGrant.objects.filter(coach=OuterRef("pk"), candidate=candidate, revoked_at=None)
    return User.objects.filter(Exists(held), is_coach=True, is_active=True).order_by("name", "email")


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


def addresses_of(person: User) -> list[str]:
    """The addresses at which somebody confirmed to read mail, in lower case."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return [each.lower() for each in confirmed]


def state_of(ask: GrantAsk) -> str:
    """Where an ask stands now; one that nobody answered in time is expired."""
    late = ask.state == GrantAsk.State.OPEN and ask.expires_at <= timezone.now()
    return GrantAsk.State.EXPIRED if late else ask.state


def asks_to(person: User) -> QuerySet[GrantAsk]:
    """What waits for a person's answer, sent to an address of theirs by somebody whom they still let ask."""
    blocked = AskBlock.objects.filter(person=person, other=OuterRef("asker"))
    return (
        GrantAsk.objects.filter(
            ~Exists(blocked),
            state=GrantAsk.State.OPEN,
            expires_at__gt=timezone.now(),
            email__in=addresses_of(person),
            asker__is_active=True,
        )
        .exclude(asker=person)
        .select_related("asker")
        .order_by("-sent_at", "-pk")
    )


def asks_by(person: User, way: str) -> QuerySet[GrantAsk]:
    """What a person asked one way, those that wait first, then the newest; never who is behind an address."""
    return GrantAsk.objects.filter(asker=person, way=way).order_by("-updated_at", "-pk")


def blocked_by(person: User) -> QuerySet[AskBlock]:
    """Who may not ask a person any more, by name."""
    return AskBlock.objects.filter(person=person).select_related("other").order_by("other__name", "pk")
