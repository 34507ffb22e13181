"""Giving and ending coach grants."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants.access import access_grant
from accounts.models import CoachGrant, User
from accounts.signals import grant_ended
from common import mail
from common.errors import DomainError


@transaction.atomic
def grant_coach(*, candidate: User, coach: User, tell: bool = True) -> CoachGrant:
    """Let `coach` see the candidate's rounds and debriefs from now on; tells the coach by mail.

    A grant that is active already is returned as it is. Without `tell` no mail goes: the coach said yes
    just now.

    Raises:
        DomainError: when the candidate doesn't practise, the other is no coach, or both are the same person.
    """
    # The candidate's row is held, so that two clicks at once make one grant.
    giver = User.objects.select_for_update().get(pk=candidate.pk)
    if not giver.is_candidate:
        raise DomainError(_("Only somebody who practises can let a coach in."), "not_candidate")
    taker = User.objects.get(pk=coach.pk)
    if giver.pk == taker.pk:
        raise DomainError(_("That is your own address. Give your coach's address."), "own_address")
    if not (taker.is_coach and taker.is_active):
        raise DomainError(_("This person is no coach here."), "not_coach")
    grant = CoachGrant.objects.filter(candidate=giver, coach=taker, revoked_at=None).first()
    if grant is not None:
        return grant
    grant = CoachGrant.objects.create(candidate=giver, coach=taker)
    if not tell:
        return grant
    mail.owe(
        key=f"grant:{grant.pk}:given",
        to=taker.email,
        subject=_("%(name)s lets you coach them") % {"name": giver.shown_name},
        text=_(
            "Hello %(coach)s,\n\n%(name)s lets you see their rounds and debriefs at Mockloop. "
            "You find them there:\n\n%(link)s\n\n%(name)s can end this at any time.\n\n--\nMockloop"
        )
        % {"coach": taker.shown_name, "name": giver.shown_name, "link": settings.SITE_URL},
    )
    return grant


@transaction.atomic
def grant_again(*, candidate: User, grant_id: int) -> CoachGrant:
    """Let somebody in again whose grant has ended; one that is active stays as it is.

    Raises:
        Http404: when the grant isn't the candidate's.
        DomainError: as `grant_coach`, for somebody who is no coach any more.
    """
    return grant_coach(candidate=candidate, coach=access_grant(candidate, grant_id).coach)


@transaction.atomic
def revoke_grant(*, candidate: User, grant_id: int) -> CoachGrant:
    """End a grant now, and tell the coach by mail; a grant that has ended stays as it is.

    Raises:
        Http404: when the grant isn't the candidate's.
    """
    grant = access_grant(candidate, grant_id, lock=True)
    if grant.revoked_at is not None:
        return grant
    grant.revoked_at = timezone.now()
    grant.save(update_fields=["revoked_at"])
    grant_ended.send(sender=CoachGrant, grant=grant)
    mail.owe(
        key=f"grant:{grant.pk}:ended",
        to=grant.coach.email,
        subject=_("%(name)s ended your access") % {"name": candidate.shown_name},
        text=_(
            "Hello %(coach)s,\n\n%(name)s ended your access to their rounds and debriefs at Mockloop. "
            "You no longer see them.\n\n--\nMockloop"
        )
        % {"coach": grant.coach.shown_name, "name": candidate.shown_name},
    )
    return grant
