"""Booking: wishes at the left, the days in the middle, plans beside them, one click for all rounds of one."""

import uuid
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from common.errors import Conflict, DomainError
from common.zones import zone_names
from interviews.attendance.selectors import reliability
from interviews.attendance.words import reliability_words
from interviews.booking import overview, selectors, words
from interviews.booking.forms import PickForm, WishesForm
from interviews.booking.selectors import Commitments, Proposal, Wishes
from interviews.booking.services import book_loop
from interviews.booking.signed import seal, unseal
from interviews.booking.window_form import LONGEST
from interviews.credits.selectors import credits_of
from interviews.kinds import rounds_of
from interviews.models import Loop, Track

WEEK = timedelta(days=7)


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
    context = {
        "form": form,
        "refusal": refusal,
        "credits": credits_of(user),
        "query": request.GET.urlencode(),
        "zones": zone_names(),
        **_found(user, form, request.GET),
    }
    template = "interviews/booking/_found.html" if request.htmx else "interviews/booking/page.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _pick(request: HttpRequest, user: User) -> HttpResponse:
    """Book what was picked, or raise DomainError."""
    form = PickForm(request.POST)
    if not form.is_valid():
        raise DomainError(
            _("This plan could not be read. Nothing was booked. Choose another."), code="forged"
        )
    picked = unseal(form.cleaned_data["plan"], candidate=user)
    loop = book_loop(
        candidate=user,
        track=picked.track,
        plan=picked.plan,
        mode=picked.mode,
        booking_key=form.cleaned_data["booking_key"],
    )
    if loop.state == Loop.State.CANCELLED:
        # Picked again from a page that lay open while the loop was booked and called off.
        raise Conflict(
            _("You booked this plan and cancelled it. Nothing was booked. Here is what is free now."),
            code="cancelled",
        )
    count = len(picked.plan.slots)
    said = ngettext(
        "Booked: the round is yours. An invitation is on its way by mail.",
        "Booked: all %(count)s rounds are yours. An invitation for each is on its way by mail.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("interviews:loop", loop.pk)


def _found(user: User, form: WishesForm, query: QueryDict) -> dict[str, Any]:
    """What the wishes come to: plans, the calendar, or what stands in the way and how to get round it."""
    if not form.is_valid():
        return {"plans": [], "obstacles": [], "track": None, "months": []}
    track, wishes = form.cleaned_data["track"], form.wishes()
    proposal = selectors.propose(candidate=user, track=track, wishes=wishes)
    outcome = proposal.outcome
    commitments = selectors.own_commitments(user, selectors.window_of(user, wishes))
    narrow = not outcome.plans and wishes.last - wishes.first < LONGEST - WEEK
    return {
        "track": track,
        "whole": set(wishes.kinds) == {each["kind"] for each in track.body["rounds"]},
        "one": len(wishes.kinds) == 1,
        "chosen_day": wishes.begin,
        "any_day": overview.without_day(query),
        "plans": _shown(user, track, wishes, proposal, commitments),
        "invite_kind": next((each.kind for each in outcome.obstacles if each.kind), ""),
        "obstacles": [words.obstacle_words(each) for each in outcome.obstacles],
        "notes": [words.obstacle_words(each) for each in outcome.wishes],
        "singles": [(words.single_words(each), overview.only(query, each.kind)) for each in outcome.singles],
        "wider": overview.widened(query, wishes, 7) if narrow else "",
        "months": overview.calendar(wishes, outcome.plans, proposal.possible, commitments, query),
    }


def _shown(
    user: User, track: Track, wishes: Wishes, proposal: Proposal, commitments: Commitments
) -> list[dict[str, Any]]:
    minutes = {each["kind"]: each["minutes"] for each in rounds_of(track.body)}
    plans = proposal.outcome.plans
    counts = reliability({slot.peer for plan in plans for slot in plan.slots})
    return [
        {
            "records": [
                (proposal.people[key].shown_name, reliability_words(counts[key]))
                for key in dict.fromkeys(slot.peer for slot in plan.slots)
            ],
            "title": words.plan_title(plan),
            "reason": words.plan_reason(plan, plans, proposal.people),
            "line": words.plan_line(plan, proposal.people, minutes),
            "beside": overview.beside(plan, commitments),
            "sealed": seal(candidate=user, track=track, plan=plan, mode=wishes.mode),
            # Each plan has its key: picked again after going back, it is the same loop.
            "key": uuid.uuid4(),
        }
        for plan in plans
    ]
