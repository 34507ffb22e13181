"""The counter to an offer: argument, numbers, text, and the versions that were kept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.errors import Conflict, DomainError
from common.requests import wants_json, whole
from prep.models import Offer
from prep.offers import counters
from prep.offers.access import access_offer
from prep.offers.forms import CounterForm
from prep.offers.rules import anchored
from prep.offers.sheet import Column
from prep.offers.views import one_column
from prep.saving import differences, invalid_answer, refused_answer, saved_answer

FIELDS = [name for name in CounterForm.base_fields if name != "version"]


@login_required
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show or save the counter; POST may also draft it anew, keep a version, or bring one back."""
    assert isinstance(request.user, User)
    offer = access_offer(request.user, offer_id)
    if request.method == "GET":
        return _page(request, offer, _form(offer))
    form = CounterForm(request.POST, auto_id="counter_%s")
    if not form.is_valid():
        return invalid_answer(form) if wants_json(request) else _page(request, offer, form, status=422)
    action, version = request.POST.get("action", "save"), form.cleaned_data["version"]
    if action == "replace":
        # The candidate was told of the newer version and chose what this page says.
        version = whole(request.POST.get("newer"), version)
    data = {name: form.cleaned_data[name] for name in FIELDS}
    for name in ("argument", "text"):
        data[name] = data[name].replace("\r\n", "\n")
        form.cleaned_data[name] = data[name]
    try:
        saved = counters.save_counter(candidate=request.user, offer_id=offer_id, version=version, data=data)
    except Conflict as error:
        newer = counters.counter_of(offer)
        apart = differences(form, {name: getattr(newer, name) for name in FIELDS})
        if wants_json(request):
            return refused_answer(error, newer.version, apart)
        return _page(request, offer, form, status=409, refusal=error, apart=apart, newer=newer.version)
    if wants_json(request):
        return saved_answer(saved.version)
    _then(request, request.user, offer_id, action)
    return redirect("prep:counter", offer_id=offer_id)


def _then(request: HttpRequest, user: User, offer_id: UUID, action: str) -> None:
    """What was asked beyond saving."""
    if action == "draft":
        counters.draft_counter(candidate=user, offer_id=offer_id)
        messages.success(request, _("Drafted from your argument and numbers. Edit it until it is yours."))
    elif action == "keep":
        kept = counters.keep_counter(candidate=user, offer_id=offer_id)
        said = (
            _("Kept as version %(number)s.") % {"number": kept.number} if kept else _("This is kept already.")
        )
        messages.success(request, said)
    elif action.startswith("bring-"):
        counters.bring_back(candidate=user, offer_id=offer_id, number=whole(action.removeprefix("bring-"), 0))
        messages.success(request, _("The older text is back; the one that was here is kept as a version."))
    else:
        messages.success(request, _("Saved."))


def _form(offer: Offer) -> CounterForm:
    found = counters.counter_of(offer)
    return CounterForm(
        initial={name: getattr(found, name) for name in (*FIELDS, "version")}, auto_id="counter_%s"
    )


def _page(
    request: HttpRequest,
    offer: Offer,
    form: CounterForm,
    *,
    status: int = 200,
    refusal: DomainError | None = None,
    apart: list[Any] | None = None,
    newer: int = 0,
) -> HttpResponse:
    found = counters.counter_of(offer)
    figures: Column = one_column(offer)
    context = {
        "offer": offer,
        "form": form,
        "figures": figures,
        "counter": found,
        "versions": found.versions.all() if found.pk else [],
        "anchored": anchored(f"{found.argument}\n{found.text}"),
        "asks": [each for each in figures.advice if each.weight in {"act", "ask"}],
        "refusal": refusal,
        "differences": apart or [],
        "newer": newer,
    }
    return render(request, "prep/offers/counter.html", context, status=status)
