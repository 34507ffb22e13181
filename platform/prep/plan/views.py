"""The plan: what is next today, the seven steps, and the programme over the candidate's dates."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.errors import Conflict
from prep.access import access_workspace
from prep.files import csv_response
from prep.plan import printed, selectors, services
from prep.plan.forms import PlanForm, TickForm, plan_form
from prep.printing import pdf_response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Show the plan; POST moves it."""
    candidate = access_workspace(request.user)
    if request.method == "POST":
        return _posted(request, candidate)
    return _show(request, candidate)


@login_required
@require_POST
def tick(request: HttpRequest) -> HttpResponse:
    """Tick a step or a task by hand, or take the tick away."""
    candidate = access_workspace(request.user)
    form = TickForm(request.POST)
    if form.is_valid():
        services.tick(candidate=candidate, **form.cleaned_data)
    else:
        messages.error(request, _("That step is not in the plan any more. Nothing was changed."))
    if request.htmx:  # type: ignore[attr-defined]
        return _show(request, candidate)
    return redirect("prep:plan")


@login_required
@require_safe
def plan_file(request: HttpRequest, form: str) -> HttpResponse:
    """The plan to take away, as "pdf", "csv" or "json"."""
    candidate = access_workspace(request.user)
    overview = selectors.overview(candidate, timezone.now())
    if form == "pdf":
        return pdf_response(printed.sheet(overview, candidate.shown_name), "plan")
    rows = printed.rows(overview)
    if form == "json":
        return JsonResponse({"zone": overview.zone, "steps": printed.steps(overview), "tasks": rows})
    return csv_response(printed.COLUMNS, rows, f"plan-{overview.today}")


def _posted(request: HttpRequest, candidate: User) -> HttpResponse:
    form = PlanForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, candidate, form=form, status=422)
    had = selectors.plan_of(candidate)
    try:
        services.save_plan(candidate=candidate, **form.cleaned_data)
    except Conflict as error:
        assert had is not None
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(had.version)  # type: ignore[index]
        return _show(request, candidate, form=form, conflict=error.message, status=409)
    messages.success(request, _("Your plan was moved.") if had else _("Your plan is made."))
    return redirect("prep:plan")


def _show(
    request: HttpRequest,
    candidate: User,
    *,
    form: PlanForm | None = None,
    conflict: str = "",
    status: int = 200,
) -> HttpResponse:
    overview = selectors.overview(candidate, timezone.now())
    context: dict[str, Any] = {
        "overview": overview,
        "form": form or plan_form(overview.plan, overview.today),
        "conflict": conflict,
    }
    template = "_plan" if request.htmx else "page"  # type: ignore[attr-defined]
    return render(request, f"prep/plan/{template}.html", context, status=status)
