"""A member's scores: the sample, the rubric beside it, saved while typing and handed in once."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.errors import Conflict, DomainError
from common.requests import first_error, wants_json, whole
from rubrics.calibration.material import material_of
from rubrics.calibration.selectors import entries_of
from rubrics.models import CalibrationAttempt, CalibrationSession
from rubrics.scorecards.forms import CriteriaForm
from rubrics.scorecards.rules import Gap, criterion_gaps
from rubrics.sessions import scoring, selectors
from rubrics.sessions.access import access_as_member


@require_http_methods(["GET", "POST"])
@login_required
def scores(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Show, save or hand in the asker's own scores."""
    session, user = access_as_member(request.user, session_id), cast(User, request.user)
    if request.method == "POST":
        return _posted(request, user, session)
    attempt = selectors.own_attempt(session, user)
    submitted = attempt is not None and attempt.state == CalibrationAttempt.State.SUBMITTED
    if session.state != CalibrationSession.State.SCORING or submitted:
        return redirect("rubrics:session", session_id=session.pk)
    return _show(request, user, session, attempt, form_for(session, attempt))


def _posted(request: HttpRequest, user: User, session: CalibrationSession) -> HttpResponse:
    action = request.POST.get("action", "save")
    form = CriteriaForm(request.POST, body=session.rubric.body)
    if not form.is_valid():
        if wants_json(request):
            return JsonResponse({"code": "invalid", "message": first_error(form)}, status=422)
        return _show(request, user, session, selectors.own_attempt(session, user), form, status=422)
    version = form.cleaned_data["version"]
    if action == "replace":
        # The person was told of the newer version and chose what this page says.
        version = whole(request.POST.get("newer"), version)
    entries = form.entries()
    write = scoring.hand_in if action == "submit" else scoring.save_scores
    try:
        attempt = write(session=session, person=user, version=version, entries=entries)
    except scoring.Incomplete as error:
        kept = selectors.own_attempt(session, user)
        fresh = form_for(session, kept, error.gaps)
        return _show(request, user, session, kept, fresh, notice=error, status=422)
    except DomainError as error:
        return _refused(request, user, session, form, error)
    if wants_json(request):
        missing = form_for(session, selectors.own_attempt(session, user)).gap_list()
        return JsonResponse({"version": attempt.version, "missing": missing})
    if attempt.state == CalibrationAttempt.State.SUBMITTED:
        messages.success(request, _("Your scores are in."))
        return _away(request, reverse("rubrics:session", args=[session.pk]))
    messages.success(request, _("Your scores are saved."))
    return _away(request, reverse("rubrics:session_scores", args=[session.pk]))


def _refused(
    request: HttpRequest, user: User, session: CalibrationSession, form: CriteriaForm, error: DomainError
) -> HttpResponse:
    """The answer to a save that a rule refused: what is on the page stays on the page."""
    attempt = selectors.own_attempt(session, user)
    newer = attempt.version if attempt else 0
    status = 409 if isinstance(error, Conflict) or error.code == "locked" else 422
    if wants_json(request):
        return JsonResponse({"code": error.code, "message": error.message, "version": newer}, status=status)
    return _show(request, user, session, attempt, form, notice=error, newer=newer, status=status)


def _show(
    request: HttpRequest,
    user: User,
    session: CalibrationSession,
    attempt: CalibrationAttempt | None,
    form: CriteriaForm,
    *,
    notice: DomainError | None = None,
    newer: int = 0,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "session": session,
        "attempt": attempt,
        "form": form,
        "material": material_of(session.sample),
        "notice": notice,
        "newer": newer,
        "address": reverse("rubrics:session_scores", args=[session.pk]),
    }
    part = "_scores" if request.htmx else "scores"  # type: ignore[attr-defined]
    return render(request, f"rubrics/sessions/{part}.html", context, status=status)


def _away(request: HttpRequest, url: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        response = HttpResponse(status=200)
        response["HX-Redirect"] = url
        return response
    return redirect(url)


def form_for(
    session: CalibrationSession, attempt: CalibrationAttempt | None, missing: list[Gap] | None = None
) -> CriteriaForm:
    """The form as it is saved."""
    entries = entries_of(attempt) if attempt else {}
    if missing is None:
        missing = criterion_gaps(session.rubric.body["criteria"], entries)
    return CriteriaForm(
        body=session.rubric.body,
        entries=entries,
        version=attempt.version if attempt else 0,
        missing=missing,
        evidence_label=_("Why: what was said, written or drawn"),
    )
