"""Booking a loop: wishes at the left, plans beside them, one click for all four rounds."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.booking import selectors, words
from interviews.booking.forms import PickForm, WishesForm
from interviews.booking.selectors import Proposal
from interviews.booking.services import book_loop
from interviews.booking.signed import seal, unseal
from interviews.models import Loop, Track


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def book(request: HttpRequest) -> HttpResponse:
    """The page, its plans alone for htmx, or the booking of a picked plan.

    The wishes stand in the address for a POST as well, so that whoever was second sees fresh plans for them.
    """
    user = cast(User, request.user)
    if not user.is_candidate:
        return render(request, "interviews/booking/not_candidate.html")
    tracks = list(selectors.current_tracks())
    if not tracks:
        return render(request, "interviews/booking/no_track.html")
    refusal, status = "", 200
    if request.method == "POST":
        try:
            return _pick(request, user)
        except DomainError as error:
            refusal, status = error.message, 409 if isinstance(error, Conflict) else 422
    form = WishesForm(request.GET, tracks=tracks)
    context = {"form": form, "refusal": refusal, "query": request.GET.urlencode(), **_plans(user, form)}
    template = "interviews/booking/_plans.html" if request.htmx else "interviews/booking/page.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _pick(request: HttpRequest, user: User) -> HttpResponse:
    """Book what was picked, or raise DomainError."""
    form = PickForm(request.POST)
    if not form.is_valid():
        raise DomainError(
            _("This plan could not be read. Nothing was booked. Choose another."), code="forged"
        )
    track, plan = unseal(form.cleaned_data["plan"], candidate=user)
    loop = book_loop(candidate=user, track=track, plan=plan, booking_key=form.cleaned_data["booking_key"])
    if loop.state == Loop.State.CANCELLED:
        # Picked again from a page that lay open while the loop was booked and called off.
        raise Conflict(
            _("You booked this plan and cancelled it. Nothing was booked. Here is what is free now."),
            code="cancelled",
        )
    messages.success(
        request, _("Booked: all rounds are yours. An invitation for each is on its way by mail.")
    )
    return redirect("interviews:loop", loop.pk)


def _plans(user: User, form: WishesForm) -> dict[str, Any]:
    if not form.is_valid():
        return {"plans": [], "obstacles": [], "track": None}
    track = form.cleaned_data["track"]
    proposal = selectors.propose(candidate=user, track=track, wishes=form.wishes())
    return {
        "track": track,
        "plans": _shown(user, track, proposal),
        "obstacles": [words.obstacle_words(each) for each in proposal.outcome.obstacles],
    }


def _shown(user: User, track: Track, proposal: Proposal) -> list[dict[str, Any]]:
    minutes = {each["kind"]: each["minutes"] for each in track.body["rounds"]}
    plans = proposal.outcome.plans
    return [
        {
            "title": words.plan_title(plan),
            "reason": words.plan_reason(plan, plans, proposal.people),
            "line": words.plan_line(plan, proposal.people, minutes),
            "sealed": seal(candidate=user, track=track, plan=plan),
            # Each plan has its key: picked again after going back, it is the same loop.
            "key": uuid.uuid4(),
        }
        for plan in plans
    ]
