"""What happens around sign-ups."""

from django.db import transaction

from accounts.models import User


@transaction.atomic
def drop_unclaimed(*, email: str, owner: User) -> int:
    """Remove sign-ups with this address that nobody ever confirmed, now that `owner` confirmed it.

    Otherwise the address could not be taken into use: a person's address is unique. Such an account was
    never signed in to, so nothing hangs on it. Returns how many went.
    """
    unclaimed = User.objects.filter(
        email=email, last_login=None, is_staff=False, emailaddress__email=email, emailaddress__verified=False
    ).exclude(pk=owner.pk)
    return unclaimed.delete()[1].get(User._meta.label, 0)
