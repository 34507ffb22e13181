"""Inviting somebody: the candidate's list and form, and the page behind the link."""

import uuid
from typing import Any, cast
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.booking.selectors import current_tracks
from interviews.invites import selectors, services, words
from interviews.invites.access import access_invite, access_own_invite
from interviews.invites.forms import AcceptForm, DeclineForm, InviteForm
from interviews.kinds import RoundKind
from interviews.models import RoundInvite

PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invites(request: HttpRequest) -> HttpResponse:
    """The candidate's invitations with their states, and the form for another; POST makes it."""
    user = cast(User, request.user)
    tracks = list(current_tracks())
    if not user.is_candidate:
        return render(request, "interviews/booking/not_candidate.html")
    if not tracks:
        return render(request, "interviews/booking/no_track.html")
    initial: dict[str, Any] = {"key": uuid.uuid4()}
    if request.GET.get("kind") in RoundKind.values:
        initial["kind"] = request.GET["kind"]
    form = InviteForm(request.POST if request.method == "POST" else None, tracks=tracks, initial=initial)
    if request.method == "POST" and not ratelimit.consume(request, action="invite_round", user=user):
        messages.error(request, _("Too many invitations in an hour. None was made. Wait and try again."))
        return redirect("interviews:invites")
    if form.is_bound and form.is_valid():
        try:
            made = services.invite(candidate=user, wanted=form.wanted(), key=form.cleaned_data["key"])
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            if made.email:
                said = _("Invited: the link is on its way to %(email)s.") % {"email": made.email}
            else:
                said = _("Your invitation is ready. Copy its link below and hand it on.")
            messages.success(request, said)
            return redirect("interviews:invites")
    page = Paginator(selectors.invites_of(user), PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.candidate = user
    return render(
        request,
        "interviews/invites/list.html",
        {"form": form, "page": page, "cards": [words.card(each) for each in page]},
        status=422 if form.is_bound else 200,
    )


@require_POST
@login_required
def withdraw(request: HttpRequest, invite_id: UUID) -> HttpResponse:
    """Take an own invitation back."""
    user = cast(User, request.user)
    try:
        services.withdraw_invite(invite=access_own_invite(user, invite_id), actor=user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken back. The link says so to whoever opens it."))
    return redirect("interviews:invites")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody is invited to, for whoever has the link; signed in they pick a time, or say no."""
    found = access_invite(token)
    card = words.card(found)
    if not request.user.is_authenticated:
        return _not_signed_in(request, card)
    user = request.user
    if user.pk == found.candidate_id:
        return render(request, "interviews/invites/own.html", {"card": card})
    if found.loop is not None and found.answered_by_id == user.pk:
        return redirect("interviews:loop", found.loop.pk)
    if not services.may_answer(found, user):
        return _closed(request, card, user)
    refusal, status = "", 200
    decline_form = DeclineForm(request.POST if request.POST.get("answer") == "no" else None)
    if request.method == "POST":
        try:
            return _answer(request, found, user, decline_form)
        except DomainError as error:
            refusal, status = error.message, 409 if isinstance(error, Conflict) else 422
            found = access_invite(token)
            if not services.may_answer(found, user):
                return _closed(request, words.card(found), user, refusal)
    starts = selectors.possible_starts(found, user)
    days, hours = words.days_with(starts, request.GET.get("day", ""))
    return render(
        request,
        "interviews/invites/invite.html",
        {
            "card": card,
            "days": days,
            "hours": hours,
            "decline_form": decline_form,
            "refusal": refusal,
            "becomes_peer": not user.is_peer and not user.is_coach,
        },
        status=status,
    )


def _answer(request: HttpRequest, found: RoundInvite, user: User, decline_form: DeclineForm) -> HttpResponse:
    """Do what was answered, or raise DomainError."""
    if request.POST.get("answer") == "no":
        if not decline_form.is_valid():
            raise DomainError(_("A reason has 500 characters at most. Nothing was sent."), code="long")
        services.decline_invite(invite=found, person=user, reason=decline_form.cleaned_data["reason"])
        messages.success(
            request, _("You said no. %(name)s gets a mail.") % {"name": found.candidate.shown_name}
        )
        return redirect("home")
    form = AcceptForm(request.POST)
    if not form.is_valid():
        raise DomainError(_("Pick a time first."), code="no_time")
    loop = services.accept_invite(invite=found, person=user, start=form.cleaned_data["start"])
    messages.success(
        request,
        _("Booked. The invitation for your calendar is on its way, and %(name)s is told.")
        % {"name": found.candidate.shown_name},
    )
    return redirect("interviews:loop", loop.pk)


def _not_signed_in(request: HttpRequest, card: words.Card) -> HttpResponse:
    if card["state"] != "open":
        return _closed(request, card, None)
    onward = "?" + urlencode({"next": request.path})
    return render(
        request,
        "interviews/invites/sign_in.html",
        {
            "card": card,
            "login_url": reverse("account_login") + onward,
            "signup_url": reverse("account_signup") + onward,
        },
    )


def _closed(request: HttpRequest, card: words.Card, user: User | None, refusal: str = "") -> HttpResponse:
    """Why nothing can be answered any more; who is kept apart reads what stands for a withdrawn one."""
    invite = card["invite"]
    state = "withdrawn" if card["state"] == "open" else card["state"]
    mine = user is not None and invite.answered_by_id == user.pk
    return render(
        request,
        "interviews/invites/closed.html",
        {"card": card, "state": state, "mine": mine, "refusal": refusal},
        status=409 if refusal else 410,
    )
