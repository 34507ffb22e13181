"""Setting goals and closing them."""

from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.errors import Conflict, DomainError
from common.requests import whole
from rubrics.models import SeasonGoal
from rubrics.season import goal_services, selectors
from rubrics.season.access import SeasonAccess, access_goal, access_season
from rubrics.season.forms import GoalForm

CLOSED = {
    "met": gettext_lazy("The goal is met."),
    "missed": gettext_lazy("The goal is noted as missed."),
    "dropped": gettext_lazy("The goal is dropped. It stays in the history."),
}


@login_required
@require_safe
def new_goal(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """A blank goal; `?criterion=<kind>:<key>` chooses what it is about."""
    access = access_season(request.user, candidate_id)
    goal_id = uuid4()
    if request.htmx:  # type: ignore[attr-defined]
        return _show(request, access, goal_id, None)
    address = reverse("rubrics:season_goal", args=[candidate_id, goal_id])
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest, candidate_id: int, goal_id: UUID) -> HttpResponse:
    """Show a goal to be set or changed, and take it."""
    access = access_season(request.user, candidate_id)
    found = access_goal(access, goal_id)
    if request.method != "POST":
        return _show(request, access, goal_id, found)
    form = _form(access, found, request.POST)
    if not form.is_valid():
        return _show(request, access, goal_id, found, form=form, status=422)
    version = form.cleaned_data["version"]
    if request.POST.get("action") == "replace":
        version = whole(request.POST.get("newer"), version)
    try:
        goal_services.set_goal(
            actor=cast(User, request.user),
            candidate_id=candidate_id,
            goal_id=goal_id,
            version=version,
            data=form.goal_data(),
        )
    except DomainError as error:
        found = access_goal(access, goal_id)
        status = 409 if isinstance(error, Conflict) else 422
        return _show(request, access, goal_id, found, form=form, notice=error, status=status)
    messages.success(request, _("The goal is set.") if found is None else _("The goal is changed."))
    return redirect(f"{_season_address(access)}#goals")


@login_required
@require_POST
def goal_act(request: HttpRequest, candidate_id: int, goal_id: UUID) -> HttpResponse:
    """Say what became of a goal, or take it up again; `action` says which.

    Raises:
        Http404: for any other action.
    """
    access = access_season(request.user, candidate_id)
    given: dict[str, Any] = {
        "actor": cast(User, request.user),
        "candidate_id": candidate_id,
        "goal_id": goal_id,
    }
    action = request.POST.get("action", "")
    try:
        if action == "reopen":
            goal_services.reopen_goal(**given)
            messages.success(request, _("The goal is open again."))
        elif action in CLOSED:
            goal_services.close_goal(**given, state=action)
            messages.success(request, CLOSED[action])
        else:
            raise Http404
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(f"{_season_address(access)}#goals")


def _form(access: SeasonAccess, found: SeasonGoal | None, data: Any = None, **initial: Any) -> GoalForm:
    today = timezone.now().astimezone(ZoneInfo(access.candidate.timezone)).date()
    criteria = selectors.criteria_of(access.candidate)
    return GoalForm(data, criteria=criteria, today=today, goal=found, initial=initial)


def _show(
    request: HttpRequest,
    access: SeasonAccess,
    goal_id: UUID,
    found: SeasonGoal | None,
    *,
    form: GoalForm | None = None,
    notice: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "access": access,
        "candidate": access.candidate,
        "goal": found,
        "form": form or _form(access, found, criterion=request.GET.get("criterion", "")),
        "address": reverse("rubrics:season_goal", args=[access.candidate.pk, goal_id]),
        "back": _season_address(access),
        "notice": notice,
        "newer": found.version if found and notice and notice.code == "stale" else 0,
    }
    part = "_goal_form" if request.htmx else "goal"  # type: ignore[attr-defined]
    return render(request, f"rubrics/season/{part}.html", context, status=status)


def _season_address(access: SeasonAccess) -> str:
    if access.role == "candidate":
        return reverse("rubrics:season")
    return reverse("rubrics:season_of", args=[access.candidate.pk])
