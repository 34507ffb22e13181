"""Who may look over a candidate's shoulder: the page of it, asking, ending, letting in again."""

from typing import Any, cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.grants import asking, selectors, services
from accounts.grants.access import access_grant
from accounts.grants.forms import AskForm
from accounts.models import GrantAsk, User
from accounts.trail.selectors import last_looks
from common.errors import Conflict, DomainError

HELD_PER_PAGE = 50
ASKS_SHOWN = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def grants(request: HttpRequest) -> HttpResponse:
    """Whom the candidate lets in and whose grants a coach holds; POST asks whoever has an address."""
    person = cast(User, request.user)
    way = request.POST.get("way", "")
    bound = {each: request.POST if way == each else None for each in GrantAsk.Way.values}
    forms = {each: AskForm(data, way=each) for each, data in bound.items()}
    form = forms.get(way)
    if form is not None and not ratelimit.consume(request, action="ask_for_grant", user=person):
        messages.error(request, _("Too many mails in an hour. Nobody was asked. Wait and try again."))
        return redirect("accounts:grants")
    if form is not None and form.is_valid():
        try:
            made = asking.ask(asker=person, way=way, **form.cleaned_data)
        except Conflict as there:
            messages.info(request, there.message)
            return redirect("accounts:grants")
        except DomainError as refusal:
            form.add_error("email", refusal.message)
        else:
            said = _("Asked: a mail is on its way to %(email)s. They see nothing before they say yes.")
            if way == GrantAsk.Way.ASK:
                said = _("Asked: a mail is on its way to %(email)s. You see nothing before they say yes.")
            messages.success(request, said % {"email": made.email})
            return redirect("accounts:grants")
    return render(
        request, "accounts/grants/page.html", _context(request, person, forms), status=422 if form else 200
    )


def _context(request: HttpRequest, person: User, forms: dict[str, AskForm]) -> dict[str, Any]:
    looks = last_looks(person)
    given = list(selectors.given_grants(person))
    invited = selectors.asks_by(person, GrantAsk.Way.INVITE)[:ASKS_SHOWN]
    asked = selectors.asks_by(person, GrantAsk.Way.ASK)[:ASKS_SHOWN]
    return {
        "forms": forms,
        "waiting": selectors.asks_to(person),
        "given": [{"grant": each, "looked_at": looks.get(each.coach_id)} for each in given],
        "ended": selectors.ended_grants(person),
        "invited": [_row(each) for each in invited],
        "asked": [_row(each) for each in asked],
        "blocked": selectors.blocked_by(person),
        "page": Paginator(selectors.held_grants(person), HELD_PER_PAGE).get_page(request.GET.get("page")),
    }


def _row(ask: GrantAsk) -> dict[str, Any]:
    state = selectors.state_of(ask)
    return {
        "ask": ask,
        "words": GrantAsk.State(state).label,
        "look": {"open": "pending", "accepted": "settled"}.get(state, "quiet"),
        "open": state == GrantAsk.State.OPEN,
        "may_send": state in ("open", "expired") and ask.sent < asking.MOST_SENT,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Ask whether to end a grant, and end it."""
    person = cast(User, request.user)
    grant = access_grant(person, grant_id)
    if request.method == "POST":
        services.revoke_grant(candidate=person, grant_id=grant_id)
        name = grant.coach.shown_name
        messages.success(request, _("%(name)s no longer sees your rounds and debriefs.") % {"name": name})
        return redirect("accounts:grants")
    if grant.revoked_at is not None:
        return redirect("accounts:grants")
    return render(request, "accounts/grants/end.html", {"grant": grant})


@login_required
@require_POST
def grant_again(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Let a coach in again whose access was ended."""
    person = cast(User, request.user)
    name = access_grant(person, grant_id).coach.shown_name
    try:
        services.grant_again(candidate=person, grant_id=grant_id)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(name)s can see your rounds and debriefs again.") % {"name": name})
    return redirect("accounts:grants")
