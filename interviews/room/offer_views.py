"""An offer laid on the table of an offer negotiation: the candidate chooses, the interviewer reads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from interviews.access import access_round
from interviews.kinds import RoundKind
from interviews.models import Round, Seat
from prep.offers.access import access_offer
from prep.offers.selectors import laid_out, own_offers
from prep.offers.services import end_share, share_offer_in_round
from prep.offers.views import one_column

_OPEN = (Round.State.SCHEDULED, Round.State.LIVE)


@login_required
@require_http_methods(["GET", "POST"])
def round_offers(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """To the candidate their offers, to lay out or to take back; to the interviewer what is laid out.

    It ends with the round, and is for the person who interviews now: whoever takes the round over sees
    nothing before the candidate lays it out for them.
    """
    assert isinstance(request.user, User)
    user = request.user
    access = access_round(user, round_id)
    round_ = access.round
    if round_.kind != RoundKind.NEGOTIATION or access.role not in ("candidate", "interviewer"):
        raise Http404
    context: dict[str, Any] = {"round": round_, "role": access.role, "open": round_.state in _OPEN}
    if access.role == "interviewer":
        if request.method == "POST":
            raise Http404
        shared = laid_out(round_id=round_.pk, person=user) if round_.state in _OPEN else []
        context["columns"] = [one_column(share.offer) for share in shared]
        return render(request, "interviews/room/offers.html", context)
    seat = round_.seats.filter(role=Seat.Role.INTERVIEWER).select_related("person").first()
    if request.method == "POST":
        _laid(request, user, round_, seat)
        return redirect("interviews:round_offers", round_id=round_.pk)
    out = (
        {share.offer_id: share for share in laid_out(round_id=round_.pk, person=seat.person)} if seat else {}
    )
    context |= {
        "interviewer": seat.person if seat else None,
        "offers": [(offer, out.get(offer.pk)) for offer in own_offers(user)],
    }
    return render(request, "interviews/room/offers.html", context)


def _laid(request: HttpRequest, user: User, round_: Round, seat: Seat | None) -> None:
    """Lay an offer out for who interviews now, or take it back."""
    try:
        offer = access_offer(user, UUID(request.POST.get("offer", "")))
    except ValueError:
        raise Http404 from None
    if request.POST.get("action") == "back":
        for share in offer.shares.filter(round_id=round_.pk, revoked_at=None):
            end_share(candidate=user, offer_id=offer.pk, share_id=share.pk)
        messages.success(request, _("Taken back: nobody reads it in this round now."))
    elif seat is None or round_.state not in _OPEN:
        messages.error(request, _("There is nobody to show it to: the round is over, or has no interviewer."))
    else:
        share_offer_in_round(candidate=user, offer_id=offer.pk, person=seat.person, round_id=round_.pk)
        messages.success(
            request,
            _("%(name)s can read it until the round is over.") % {"name": seat.person.shown_name},
        )
