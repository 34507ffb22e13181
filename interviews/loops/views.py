"""Loops: the list, one loop, calling off."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import AccessEntry, User
from common.errors import DomainError
from interviews.access import access_loop
from interviews.attendance.selectors import reliability
from interviews.attendance.words import reliability_words
from interviews.changes.selectors import open_asks, stood_by
from interviews.looks import coach_looked_at_loop
from interviews.loops import selectors, states
from interviews.loops.forms import ReasonForm
from interviews.loops.line import loop_line
from interviews.loops.services import cancel_loop
from interviews.loops.titles import is_whole, loop_title, mode_words
from interviews.loops.words import history_words, loop_look, round_card
from interviews.models import Loop, Seat

PAGE = 20


@require_safe
@login_required
def loops(request: HttpRequest) -> HttpResponse:
    """Own loops, rounds to run, rounds to watch."""
    user = cast(User, request.user)
    own = Paginator(selectors.loops_of(user), PAGE).get_page(request.GET.get("page"))
    interviewing = selectors.rounds_of(user, Seat.Role.INTERVIEWER)
    return render(
        request,
        "interviews/loops/list.html",
        {
            "page": own,
            "own": [
                {"loop": each, "title": loop_title(each), "line": loop_line(each), "look": loop_look(each)}
                for each in own
            ],
            "asks": list(open_asks(user, now=timezone.now())),
            "standing_by": list(stood_by(user, now=timezone.now())),
            "to_run": [round_card(each, user) for each in selectors.upcoming(interviewing)],
            "ran": [round_card(each, user) for each in selectors.closed(interviewing)[:PAGE]],
            "to_watch": [
                round_card(each, user)
                for each in selectors.upcoming(selectors.rounds_of(user, Seat.Role.OBSERVER))
            ],
        },
    )


@require_safe
@login_required
def loop(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """One loop: its line, its rounds, what happened."""
    user = cast(User, request.user)
    access = access_loop(user, loop_id)
    if access.role == "coach":
        coach_looked_at_loop(user, access.loop, AccessEntry.What.LOOP)
    found = selectors.with_line(Loop.objects.filter(pk=access.loop.pk)).get()
    rounds = list(found.rounds.all())
    sees_all = access.role in {"candidate", "coach"}
    mine = {each.pk for each in rounds if any(seat.person_id == user.pk for seat in each.seats.all())}
    cards = [round_card(each, user, may_open=sees_all or each.pk in mine) for each in rounds]
    interviewers = {
        each.pk: seat.person_id for each in rounds for seat in each.seats.all() if seat.role == "interviewer"
    }
    counts = reliability(set(interviewers.values()))
    for card in cards:
        if (key := interviewers.get(card["round"].pk)) is not None:
            card["record"] = reliability_words(counts[key])
    to_come = [card for card in cards if card["may_open"] and card["round"].state in states.OPEN]
    history = [
        entry
        for entry in selectors.history_of(found)
        if sees_all or entry.round_id is None or entry.round_id in mine
    ]
    names = selectors.people_in(history)
    return render(
        request,
        "interviews/loops/detail.html",
        {
            "loop": found,
            "look": loop_look(found),
            "title": loop_title(found),
            "whole": is_whole(found),
            "mode": mode_words(found, interviewing=access.role == "interviewer"),
            "role": access.role,
            "line": loop_line(found, None if sees_all else mine),
            "cards": cards,
            "next_card": min(to_come, key=lambda card: card["round"].starts_at, default=None),
            "history": [history_words(entry, user, names) for entry in history],
            "may_cancel": access.role == "candidate" and found.state == Loop.State.BOOKED,
            "debrief_expected": sees_all and found.state == Loop.State.COMPLETED,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Ask once more, then call the loop off. The candidate's alone."""
    user = cast(User, request.user)
    access = access_loop(user, loop_id)
    if access.role != "candidate":
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            cancel_loop(loop=access.loop, actor=user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(request, _("Your loop is cancelled. Everybody in it gets a mail."))
            return redirect("interviews:loop", access.loop.pk)
    found = selectors.with_line(Loop.objects.filter(pk=access.loop.pk)).get()
    return render(
        request,
        "interviews/loops/cancel.html",
        {
            "loop": found,
            "line": loop_line(found),
            "form": form,
            "refusal": refusal,
            "possible": found.state == Loop.State.BOOKED,
        },
        status=422 if refusal or form.errors else 200,
    )
