"""The administrators' page: who has how much to do, and where the pool is thin."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from interviews.load import selectors, services
from interviews.load.access import access_load
from interviews.load.forms import LoadForm
from interviews.load.thin import MORE
from interviews.load.words import thin_words
from interviews.models import PoolForecast

PEERS_PER_PAGE = 100


@require_safe
@login_required
@vary_on_headers("HX-Request")
def load(request: HttpRequest) -> HttpResponse:
    """The page, or for htmx its heat map alone."""
    access_load(cast(User, request.user))
    form = LoadForm(request.GET)
    form.is_valid()
    found = selectors.load_of(kind=form.cleaned_data["kind"], sort=form.cleaned_data["sort"])
    page = Paginator(found.rows, PEERS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "load": found,
        "page": page,
        "filtered": bool(form.cleaned_data["kind"]),
        "months": int(selectors.LOOK_BACK.days / 7),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "interviews/load/_heat.html", context)
    return render(request, "interviews/load/page.html", context | _forecast())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def forecast(request: HttpRequest) -> HttpResponse:
    """POST has a forecast computed; GET is the forecast as a fragment, for the page that waits for it."""
    user = access_load(cast(User, request.user))
    if request.method == "POST":
        services.ask_forecast(actor=user)
        if not request.htmx:  # type: ignore[attr-defined]
            messages.success(request, _("The pool is being looked at. This takes up to a minute."))
            return redirect("interviews:load")
    elif not request.htmx:  # type: ignore[attr-defined]
        return redirect("interviews:load")
    return render(request, "interviews/load/_thin.html", _forecast())


def _forecast() -> dict[str, Any]:
    ready, other = selectors.forecasts()
    return {
        "forecast": ready,
        "thin": thin_words(ready.result) if ready else None,
        "pending": other if other and other.state == PoolForecast.State.PENDING else None,
        "failed": other if other and other.state == PoolForecast.State.FAILED else None,
        "more": MORE,
        "seconds": int(services.SECONDS),
    }
