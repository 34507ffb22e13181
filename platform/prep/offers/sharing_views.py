"""Who may read an offer, and exports of all of them."""

import csv
import io
import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from common.errors import DomainError
from common.requests import whole
from prep.access import access_workspace
from prep.offers import selectors, services
from prep.offers.access import access_offer
from prep.offers.printed import as_rows, as_sheet, as_values
from prep.offers.views import columns_of
from prep.printing import pdf_response


@login_required
@require_http_methods(["GET", "POST"])
def sharing(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Who can read the offer; POST shares it with one of one's coaches, or ends a share."""
    assert isinstance(request.user, User)
    offer = access_offer(request.user, offer_id)
    if request.method == "POST":
        _change(request, request.user, offer_id)
        return redirect("prep:offer_sharing", offer_id=offer_id)
    context = {
        "offer": offer,
        "shares": selectors.shares_of(offer),
        "coaches": selectors.coaches_to_share_with(offer),
    }
    return render(request, "prep/offers/sharing.html", context)


def _change(request: HttpRequest, user: User, offer_id: UUID) -> None:
    try:
        if end := request.POST.get("end"):
            share = services.end_share(candidate=user, offer_id=offer_id, share_id=whole(end, 0))
            if share is not None:
                messages.success(
                    request, _("%(name)s can’t read this offer any more.") % {"name": share.person.shown_name}
                )
            return
        coach = User.objects.filter(pk=whole(request.POST.get("coach"), 0)).first()
        if coach is None:
            messages.error(request, _("Choose one of your coaches."))
            return
        services.share_offer(candidate=user, offer_id=offer_id, coach=coach)
        messages.success(request, _("%(name)s can read this offer now.") % {"name": coach.shown_name})
    except DomainError as error:
        messages.error(request, error.message)


@login_required
@require_GET
def offers_file(request: HttpRequest, form: str) -> HttpResponse:
    """All of one's offers with their figures: to print (pdf), as a table (csv) or as data (json)."""
    user = access_workspace(request.user)
    columns, day = columns_of(user), timezone.localdate()
    if form == "pdf":
        return pdf_response(as_sheet(columns, user), "offers")
    if form == "csv":
        out = io.StringIO()
        csv.writer(out).writerows(as_rows(columns))
        response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    elif form == "json":
        told: dict[str, Any] = {
            "format": "mockloop offers 1",
            "day": day.isoformat(),
            "offers": as_values(columns),
        }
        response = HttpResponse(
            json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json"
        )
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="offers-{day:%Y-%m-%d}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
