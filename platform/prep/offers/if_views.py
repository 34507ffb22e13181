"""What would be if: base, grant and valuation moved, counted by the same formulas as everything else."""

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from prep.offers import selectors
from prep.offers.access import access_offer
from prep.offers.forms import WhatIfForm
from prep.offers.sheet import column_of
from prep.offers.views import one_column


@login_required
@require_GET
def what_if(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The offer beside what it would be; nothing is saved. A fragment for htmx, else a page."""
    assert isinstance(request.user, User)
    offer = access_offer(request.user, offer_id)
    now = one_column(offer)
    form = WhatIfForm.of(request.GET, now.assumed)
    moved = form.moved()
    terms, assumed = (
        now.terms,
        replace(now.assumed, dilution=Fraction(moved["dilution"], 100), rounds=moved["rounds"]),
    )
    times = {name: Fraction(moved[name], 100) for name in ("base", "sign_on", "grant", "valuation")}
    changed = replace(
        terms,
        base=None if terms.base is None else terms.base * times["base"],
        sign_on=None if terms.sign_on is None else terms.sign_on * times["sign_on"],
        grant=None if terms.grant is None else terms.grant * times["grant"],
        valuation=None if terms.company is None else terms.company * times["valuation"],
        # The price of a share moves with the company.
        share_price=None if terms.share_price is None else terms.share_price * times["valuation"],
        # What was paid in stays what it was.
        preference=terms.preference,
    )
    then = column_of(offer, changed, assumed, selectors.field_ranges(), timezone.now())
    context = {"offer": offer, "form": form, "now": now, "then": then}
    part = "_what_if" if request.htmx else "what_if"  # type: ignore[attr-defined]
    return render(request, f"prep/offers/{part}.html", context)
