"""Who may look over a candidate's shoulder."""

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.grants import selectors, services
from accounts.grants.access import access_grant
from accounts.grants.forms import GrantForm
from accounts.models import User
from common.errors import DomainError

HELD_PER_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def grants(request: HttpRequest) -> HttpResponse:
    """Whom the candidate lets in, and whose grants a coach holds; POST lets another coach in."""
    person = cast(User, request.user)
    form = GrantForm(request.POST or None, candidate=person)
    if request.method == "POST" and not ratelimit.consume(request, action="grant_coach", user=person):
        # The address isn't even looked at: guessing through addresses ends here.
        messages.error(request, _("Too many tries. Nobody was let in. Wait an hour and try again."))
        return redirect("accounts:grants")
    if request.method == "POST" and form.is_valid() and form.coach is not None:
        try:
            services.grant_coach(candidate=person, coach=form.coach)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            name = form.coach.shown_name
            messages.success(request, _("%(name)s can now see your rounds and debriefs.") % {"name": name})
            return redirect("accounts:grants")
    context = {
        "form": form,
        "given": selectors.given_grants(person),
        "ended": selectors.ended_grants(person),
        "page": Paginator(selectors.held_grants(person), HELD_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "accounts/grants/page.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
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
