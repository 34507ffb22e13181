"""The sheet of offers, one offer's worksheet, and what is done to an offer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.trail.services import note
from accounts.zones import zone_choices
from common.errors import Conflict, DomainError
from common.requests import wants_json, whole
from prep.access import access_workspace
from prep.models import Offer
from prep.offers import selectors, services
from prep.offers.access import access_offer, access_shared_offer
from prep.offers.beside import comparison, convert
from prep.offers.forms import NewOfferForm, OfferForm, OutlookForm, RateForm, form_values
from prep.offers.sheet import Column, column
from prep.saving import differences, invalid_answer, refused_answer, saved_answer


@login_required
@require_http_methods(["GET", "POST"])
def offers(request: HttpRequest) -> HttpResponse:
    """All offers side by side; POST begins another one."""
    user = access_workspace(request.user)
    form = NewOfferForm(request.POST or None, initial={"currency": "USD"})
    if request.method == "POST" and form.is_valid():
        try:
            offer = services.add_offer(candidate=user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("prep:offer", offer_id=offer.pk)
    return show_sheet(request, user, new=form)


def show_sheet(
    request: HttpRequest,
    user: User,
    *,
    new: NewOfferForm | None = None,
    outlook_form: OutlookForm | None = None,
    rate_form: RateForm | None = None,
) -> HttpResponse:
    """The page of all offers; with a form that could not be taken, as a 422 with what was typed."""
    columns = columns_of(user)
    outlook, rates = selectors.outlook_of(user), list(selectors.rates_of(user))
    currencies = sorted({each.terms.currency for each in columns})
    shown = [form for form in (new, outlook_form, rate_form) if form is not None and form.is_bound]
    context = {
        "columns": columns,
        "rows": comparison(columns),
        "ranges": selectors.range_rows(currencies or ["USD"]),
        "new": new or NewOfferForm(initial={"currency": "USD"}),
        "outlook_form": outlook_form
        or OutlookForm(
            initial={name: getattr(outlook, name) for name in OutlookForm.base_fields}, auto_id="outlook_%s"
        ),
        "assumed": outlook,
        "currencies": currencies,
        "rates": rates,
        "rate_form": rate_form
        or RateForm(
            initial={"currency": currencies[-1], "into": currencies[0], "as_of": timezone.localdate()}
            if len(currencies) > 1
            else None,
            auto_id="rate_%s",
        ),
        "converted": _converted(request, columns, currencies, rates),
        "put_away": selectors.put_away_offers(user),
    }
    return render(request, "prep/offers/list.html", context, status=422 if shown else 200)


def columns_of(user: User) -> list[Column]:
    """The candidate's offers with their figures, in their order."""
    assumed, ranges, now = (
        selectors.assumed(selectors.outlook_of(user)),
        selectors.field_ranges(),
        timezone.now(),
    )
    return [column(offer, assumed, ranges, now) for offer in selectors.own_offers(user)]


def _converted(
    request: HttpRequest, columns: list[Column], currencies: list[str], rates: list[Any]
) -> dict[str, Any] | None:
    """The totals in one currency, where rates were typed for all that are shown."""
    if len(currencies) < 2:
        return None
    asked = request.GET.get("in", "")
    into = asked if asked in currencies else currencies[0]
    found = [convert(each.pay.total, each.terms.currency, into, rates) for each in columns]
    lacking = sorted({each.terms.currency for each, made in zip(columns, found, strict=True) if made is None})
    return {
        "into": into,
        "cells": [
            each.money(None) if made is None else made for each, made in zip(columns, found, strict=True)
        ],
        "lacking": lacking,
    }


@login_required
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer's worksheet: every field, saved while one types, with its figures beside it."""
    assert isinstance(request.user, User)
    found = access_offer(request.user, offer_id)
    if request.method == "GET":
        return _worksheet(request, found, OfferForm(offer=found))
    form = OfferForm(request.POST, offer=found)
    if not form.is_valid():
        return invalid_answer(form) if wants_json(request) else _worksheet(request, found, form, status=422)
    version = form.cleaned_data["version"]
    if request.POST.get("action") == "replace":
        # The candidate was told of the newer version and chose what this page says.
        version = whole(request.POST.get("newer"), version)
    try:
        saved = services.save_offer(
            candidate=request.user, offer_id=offer_id, version=version, data=form.offer_data()
        )
    except Conflict as error:
        newer = access_offer(request.user, offer_id)
        apart = differences(form, form_values(newer))
        if wants_json(request):
            return refused_answer(error, newer.version, apart)
        return _worksheet(request, newer, form, status=409, refusal=error, apart=apart)
    if wants_json(request):
        return saved_answer(saved.version)
    messages.success(request, _("Saved."))
    return redirect("prep:offer", offer_id=offer_id)


def _worksheet(
    request: HttpRequest,
    found: Offer,
    form: OfferForm,
    *,
    status: int = 200,
    refusal: DomainError | None = None,
    apart: list[Any] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "offer": found,
        "figures": one_column(found),
        "refusal": refusal,
        "differences": apart or [],
        "newer": found.version,
        "zones": zone_choices(timezone.now()),
        "shares": selectors.shares_of(found),
    }
    return render(request, "prep/offers/offer.html", context, status=status)


def one_column(found: Offer) -> Column:
    """One offer with its figures."""
    assumed = selectors.assumed(selectors.outlook_of(found.candidate))
    return column(found, assumed, selectors.field_ranges(), timezone.now())


@login_required
@require_GET
def figures(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """What follows from the offer as it is saved, as a fragment."""
    assert isinstance(request.user, User)
    found = access_offer(request.user, offer_id)
    return render(request, "prep/offers/_figures.html", {"offer": found, "figures": one_column(found)})


@login_required
@require_POST
def act(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One thing done to an offer: moved, marked, copied, deleted, brought back."""
    assert isinstance(request.user, User)
    person, action = request.user, request.POST.get("action", "")
    try:
        match action:
            case "left" | "right":
                services.move_offer(candidate=person, offer_id=offer_id, by=1 if action == "right" else -1)
            case "open" | "accepted" | "declined":
                services.mark_offer(candidate=person, offer_id=offer_id, state=action)
            case "duplicate":
                copy = services.duplicate_offer(candidate=person, offer_id=offer_id)
                messages.success(request, _("“%(company)s” is added.") % {"company": copy.company})
            case "delete":
                gone = services.put_offer_away(candidate=person, offer_id=offer_id)
                messages.success(
                    request,
                    _("“%(company)s” is deleted. You can bring it back below.") % {"company": gone.company},
                )
            case "restore":
                back = services.restore_offer(candidate=person, offer_id=offer_id)
                messages.success(request, _("“%(company)s” is back.") % {"company": back.company})
            case "erase":
                name = services.erase_offer(candidate=person, offer_id=offer_id)
                messages.success(request, _("“%(company)s” is deleted for good.") % {"company": name})
            case _unknown:
                access_offer(person, offer_id, put_away=True)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("prep:offers")


@login_required
@require_POST
def outlook(request: HttpRequest) -> HttpResponse:
    """Keep what is assumed of the years ahead."""
    user = access_workspace(request.user)
    form = OutlookForm(request.POST, auto_id="outlook_%s")
    if not form.is_valid():
        return show_sheet(request, user, outlook_form=form)
    given = dict(form.cleaned_data)
    services.save_outlook(candidate=user, at_exit=given.pop("exit"), **given)
    messages.success(request, _("All scenarios are counted with this now."))
    return redirect("prep:offers")


@login_required
@require_POST
def rates(request: HttpRequest) -> HttpResponse:
    """Keep an exchange rate, or forget one."""
    user = access_workspace(request.user)
    if drop := request.POST.get("drop"):
        services.drop_rate(candidate=user, rate_id=whole(drop, 0))
        return redirect("prep:offers")
    form = RateForm(request.POST, auto_id="rate_%s")
    if not form.is_valid():
        return show_sheet(request, user, rate_form=form)
    services.save_rate(candidate=user, **form.cleaned_data)
    return redirect("prep:offers")


@login_required
@require_GET
def shared_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """An offer, for a coach it was shared with: to read."""
    assert isinstance(request.user, User)
    found = access_shared_offer(request.user, offer_id)
    note(
        candidate=found.candidate,
        actor=request.user,
        what="plan",
        target=_("Offer of %(company)s") % {"company": found.company},
        address=reverse("prep:offer", args=[found.pk]),
    )
    return render(request, "prep/offers/shared.html", {"offer": found, "figures": one_column(found)})


@login_required
@require_GET
def shared_offers(request: HttpRequest) -> HttpResponse:
    """All offers that candidates share with a coach."""
    assert isinstance(request.user, User)
    if not request.user.is_coach:
        raise Http404
    context = {"offers": selectors.offers_shared_with(request.user)}
    return render(request, "prep/offers/shared_list.html", context)
