"""Pages for being kept apart: the question about one person, and the list with its way back."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from interviews.blocks import selectors, services
from interviews.blocks.access import access_across
from interviews.blocks.forms import TakeBackForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def apart(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Ask once more, then keep the two apart. For the round's candidate and its interviewer."""
    user = cast(User, request.user)
    access, other = access_across(user, round_id)
    if request.method == "POST":
        services.keep_apart(person=user, other=other)
        messages.success(
            request,
            _("You are not put together with %(name)s again. Nobody is told.") % {"name": other.shown_name},
        )
        return redirect("interviews:apart_list")
    return render(
        request,
        "interviews/blocks/apart.html",
        {
            "round": access.round,
            "other": other,
            "already": selectors.is_apart(user, other),
            "still": selectors.still_to_come(user, {other.pk}),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def apart_list(request: HttpRequest) -> HttpResponse:
    """Everybody whom one asked not to meet; POST takes one back."""
    user = cast(User, request.user)
    if request.method == "POST":
        form = TakeBackForm(request.POST)
        other = (
            services.take_back(person=user, pair_id=form.cleaned_data["pair"]) if form.is_valid() else None
        )
        if other is None:
            messages.info(request, _("That was taken back already. Nothing was changed."))
        else:
            said = _("You can be put together with %(name)s again.") % {"name": other.shown_name}
            messages.success(request, said)
        return redirect("interviews:apart_list")
    return render(request, "interviews/blocks/list.html", {"people": selectors.apart_from(user)})
