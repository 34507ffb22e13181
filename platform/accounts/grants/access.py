"""Whose grant it is, and who was asked for one."""

from django.http import Http404

from accounts.models import CoachGrant, GrantAsk, User


def access_grant(candidate: User, grant_id: int, *, lock: bool = False) -> CoachGrant:
    """The grant, for the candidate who gave it; with `lock`, its row is held until the transaction ends.

    Raises:
        Http404: for everybody else, the coach included, and for a grant that isn't there.
    """
    grants = CoachGrant.objects.select_for_update(of=("self",)) if lock else CoachGrant.objects.all()
    grant = grants.select_related("coach").filter(pk=grant_id, candidate=candidate).first()
    if grant is None:
        raise Http404
    return grant


def access_own_ask(asker: User, ask_id: int) -> GrantAsk:
    """An ask, for who made it.

    Raises:
        Http404: for everybody else.
    """
    ask = GrantAsk.objects.select_related("asker").filter(pk=ask_id, asker=asker).first()
    if ask is None:
        raise Http404
    return ask


def access_ask(token: str) -> GrantAsk:
    """An ask, for whoever has its link; who may answer it is another question (`asking.may_answer`).

    Raises:
        Http404: where no ask has such a link.
    """
    ask = GrantAsk.objects.select_related("asker").filter(token=token).first()
    if ask is None:
        raise Http404
    return ask
