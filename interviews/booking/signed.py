"""A plan on its way through the browser and back, signed so that nobody can write one of their own."""

from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from interviews.booking.plans import Plan, Slot
from interviews.models import Track

SALT = "interviews.booking.plan"
MAX_AGE = 6 * 60 * 60
"""Seconds for which a plan that was shown can be picked; what is taken by then is checked anyway."""


@dataclass(frozen=True)
class Picked:
    """What a candidate picked: the plan, of which track, and how hard it is to push."""

    track: Track
    plan: Plan
    mode: str


def seal(*, candidate: User, track: Track, plan: Plan, mode: str) -> str:
    """The plan as text that only this candidate can send back; `mode` of `Loop.Mode`."""
    slots = [[slot.kind, slot.peer, slot.start, slot.quarters] for slot in plan.slots]
    data = {"by": candidate.pk, "track": track.pk, "slots": slots, "back": plan.standbys, "mode": mode}
    return signing.dumps(data, salt=SALT, compress=True)


def unseal(text: str, *, candidate: User) -> Picked:
    """What was sealed for this candidate.

    Raises:
        DomainError: code "expired" when too old, "forged" when it is not ours or not theirs.
    """
    try:
        data = signing.loads(text, salt=SALT, max_age=MAX_AGE)
    except signing.SignatureExpired:
        raise DomainError(_("This plan is some hours old. Choose a fresh one."), code="expired") from None
    except signing.BadSignature:
        raise _forged() from None
    track = Track.objects.filter(pk=data["track"]).first()
    if data["by"] != candidate.pk or track is None:
        raise _forged()
    plan = Plan(tuple(Slot(*slot) for slot in data["slots"]), standbys=tuple(data["back"]))
    return Picked(track, plan, data["mode"])


def _forged() -> DomainError:
    return DomainError(_("This plan could not be read. Nothing was booked. Choose another."), code="forged")
