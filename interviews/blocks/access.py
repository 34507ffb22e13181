"""Who may ask not to be put together with whom."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.access import RoundAccess, access_round
from interviews.models import Round, Seat

_ACROSS = {"candidate": Seat.Role.INTERVIEWER, "interviewer": Seat.Role.CANDIDATE}


def access_across(user: User | AnonymousUser, round_id: UUID) -> tuple[RoundAccess, User]:
    """The round and who sits across in it, for its candidate and its interviewer.

    Raises:
        Http404: for everybody else, and where nobody sits across.
    """
    access = access_round(user, round_id)
    if access.role not in ("candidate", "interviewer"):
        raise Http404
    across = across_in(access.round, access.role)
    if across is None:
        raise Http404
    return access, across


def across_in(round_: Round, role: str) -> User | None:
    """Who sits across from the candidate ("candidate") or from the interviewer; None while nobody does.

    An interviewer who did not come, and whose seat somebody else has by now, is not found here.
    """
    seat = round_.seats.select_related("person").filter(role=_ACROSS[role]).first()
    return seat.person if seat else None
