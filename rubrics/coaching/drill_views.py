"""Drills: giving one, the candidate's list, one of them with its tick."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import AccessEntry, User
from common.errors import DomainError
from interviews.looks import coach_looked_at_loop
from rubrics.coaching import drills, selectors
from rubrics.coaching.access import OpenDebrief, access_coached, access_drill
from rubrics.coaching.forms import DrillForm, TickForm
from rubrics.debriefs.content import upgraded
from rubrics.debriefs.report import report

PAGE = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign_drill(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Give the candidate a drill: one the debrief picked, or any of the track."""
    access = access_coached(request.user, loop_id)
    picked = _picked(access)
    found = drills.drills_for(access.loop.track.slug)
    form = DrillForm(request.POST if request.method == "POST" else None, drills=found, first=list(picked))
    if not form.is_bound and request.GET.get("drill"):
        form.initial["slug"] = request.GET["drill"]
    if form.is_bound and form.is_valid():
        slug = form.cleaned_data["slug"]
        try:
            drills.assign(loop=access.loop, coach=access.coach, why=picked.get(slug, ""), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("slug", refusal.message)
        else:
            coach_looked_at_loop(access.coach, access.loop, AccessEntry.What.DRILL, address="/drills/")
            name = access.loop.candidate.shown_name
            messages.success(request, _("Assigned. %(name)s gets a mail.") % {"name": name})
            return redirect(f"{reverse('rubrics:debrief', args=[loop_id])}#drills-given")
    context = {"loop": access.loop, "form": form, "any": bool(found)}
    return render(request, "rubrics/coaching/assign.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def drill_list(request: HttpRequest) -> HttpResponse:
    """What one has to do, and what one gave others to do."""
    assert isinstance(request.user, User)
    user = request.user
    given = selectors.drills_given(user) if user.is_coach else None
    context = {
        "own": Paginator(selectors.drills_of(user, user), PAGE).get_page(request.GET.get("page")),
        "given": given[: selectors.SHOWN] if given is not None else None,
    }
    return render(request, "rubrics/coaching/drills.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drill(request: HttpRequest, drill_id: UUID) -> HttpResponse:
    """One drill: what to do; the candidate ticks it with a note, who gave it takes it back."""
    found, role = access_drill(request.user, drill_id)
    form = TickForm(request.POST if request.method == "POST" else None, initial={"note": found.note})
    refusal = ""
    if request.method == "POST":
        do = request.POST.get("do")
        if (role == "coach") != (do == "withdraw"):
            raise Http404
        if form.is_valid():
            try:
                if do == "withdraw":
                    drills.withdraw(drill=found)
                elif do == "untick":
                    drills.untick(drill=found)
                else:
                    drills.tick(drill=found, note=form.cleaned_data["note"])
                    messages.success(request, _("Done. Your coach gets word."))
            except DomainError as error:
                refusal = error.message
            else:
                return redirect("rubrics:drill", found.pk)
    context = {"drill": found, "role": role, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.errors else 200
    return render(request, "rubrics/coaching/drill.html", context, status=status)


def _picked(access: OpenDebrief) -> dict[str, str]:
    """The drills that the debrief picked, by slug, each with what for in words."""
    actions = upgraded(access.revision.content)["actions"]
    told = report(access.revision.content)["actions"]
    return {each["slug"]: words["why"] for each, words in zip(actions, told, strict=True)}
