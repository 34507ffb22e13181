"""Making the demo people."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.demo.people import PEOPLE
from accounts.models import CoachGrant, User
from common.errors import DomainError


@transaction.atomic
def make_demo_people() -> list[User]:
    """Create the demo people that are missing, with verified addresses and no password; returns all of them.

    A second run changes nothing that somebody did in between: names, zones and revoked grants stay.

    Raises:
        DomainError: when the demo is off, or a real account has the address of a demo person.
    """
    if settings.PRODUCTION or not settings.DEMO:
        raise DomainError("Demo people exist only while the demo is on, never in production.", "demo_off")
    people = []
    for person in PEOPLE:
        user = User.objects.filter(email=person.email).first()
        if user is None:
            user = User.objects.create_user(
                person.email,
                name=person.name,
                timezone=person.timezone,
                is_candidate=person.part == "candidate",
                is_peer=person.part == "peer",
                is_coach=person.part == "coach",
                is_staff=person.part == "administrator",
                is_superuser=person.part == "administrator",
                is_demo=True,
            )
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        elif not user.is_demo:
            raise DomainError(
                f"{person.email} belongs to an account that is no demo person. Nothing was changed.",
                "address_taken",
            )
        people.append(user)
    parts = {person.email: person.part for person in PEOPLE}
    coaches = [user for user in people if parts[user.email] == "coach"]
    candidates = [user for user in people if parts[user.email] == "candidate"]
    for coach in coaches:
        for candidate in candidates:
            if not CoachGrant.objects.filter(coach=coach, candidate=candidate).exists():
                CoachGrant.objects.create(coach=coach, candidate=candidate)
    return people
