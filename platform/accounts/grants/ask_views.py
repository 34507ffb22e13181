"""Asks for a grant: sending again, taking back, and the page behind the link."""

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.grants import asking
from accounts.grants.access import access_ask, access_own_ask
from accounts.grants.selectors import addresses_of, state_of
from accounts.models import GrantAsk, User
from common.errors import DomainError


@login_required
@require_POST
def change_ask(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Send an own ask once more ("again"), or take it back."""
    person = cast(User, request.user)
    ask = access_own_ask(person, ask_id)
    again = request.POST.get("do") == "again"
    if again and not ratelimit.consume(request, action="ask_for_grant", user=person):
        messages.error(request, _("Too many mails in an hour. Nothing was sent. Wait and try again."))
        return redirect("accounts:grants")
    try:
        if again:
            asking.send_again(ask=ask)
            said = _("Sent again to %(email)s. It stays open for two weeks.")
        else:
            asking.take_back(ask=ask)
            said = _("Taken back. The link in the mail to %(email)s says so.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said % {"email": ask.email})
    return redirect("accounts:grants")


@login_required
@require_POST
def let_ask_again(request: HttpRequest, block_id: int) -> HttpResponse:
    """Let somebody ask again."""
    asking.let_ask_again(person=cast(User, request.user), block_id=block_id)
    messages.success(request, _("They may ask you again. They are not told."))
    return redirect("accounts:grants")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_ask(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody asks for, for whoever has the link; who reads mail at its address says yes or no."""
    ask = access_ask(token)
    context = {"ask": ask, "invites": ask.way == GrantAsk.Way.INVITE}
    if not request.user.is_authenticated:
        if state_of(ask) != GrantAsk.State.OPEN:
            return render(request, "accounts/grants/closed.html", context, status=410)
        onward = "?" + urlencode({"next": request.path})
        context |= {
            "login_url": reverse("account_login") + onward,
            "signup_url": reverse("account_signup") + onward,
        }
        return render(request, "accounts/grants/sign_in.html", context)
    person = request.user
    if ask.asker_id == person.pk or _answered(ask, person):
        return redirect("accounts:grants")
    if not asking.may_answer(ask, person):
        other = state_of(ask) == GrantAsk.State.OPEN and ask.email not in addresses_of(person)
        page = "other_address" if other else "closed"
        return render(request, f"accounts/grants/{page}.html", context, status=200 if other else 410)
    if request.method == "POST":
        return _answer(request, ask, person)
    return render(request, "accounts/grants/answer.html", context)


def _answered(ask: GrantAsk, person: User) -> bool:
    return ask.state == GrantAsk.State.ACCEPTED and ask.answered_by_id == person.pk


def _answer(request: HttpRequest, ask: GrantAsk, person: User) -> HttpResponse:
    name = ask.asker.shown_name
    answer = request.POST.get("answer")
    try:
        if answer == "yes":
            asking.accept(ask=ask, person=person)
            invites = ask.way == GrantAsk.Way.INVITE
            said = _("You coach %(name)s from now on.") if invites else _("%(name)s coaches you from now on.")
        else:
            asking.decline(ask=ask, person=person, block=answer == "never")
            said = _("You said no to %(name)s.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said % {"name": name})
    return redirect("accounts:grants")
