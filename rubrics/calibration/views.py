"""Calibration: how one stands, a sample beside its criteria, and the agreed scores after handing in."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.errors import Conflict, DomainError
from common.requests import first_error, wants_json, whole
from interviews.kinds import RoundKind
from rubrics.calibration import selectors, services
from rubrics.calibration.access import access_attempt, access_sample, may_calibrate
from rubrics.calibration.counting import known_for, renewal_before
from rubrics.calibration.material import material_of, picture_of
from rubrics.calibration.results import result_of
from rubrics.models import CalibrationAttempt
from rubrics.scorecards.forms import CriteriaForm
from rubrics.scorecards.rules import Entry, Gap, criterion_gaps

SUBMITTED = CalibrationAttempt.State.SUBMITTED


@login_required
@require_safe
def calibration(request: HttpRequest) -> HttpResponse:
    """How the asker stands with each kind of round, and the samples they can score."""
    user = cast(User, request.user)
    if not may_calibrate(user):
        return render(request, "rubrics/calibration/not_peer.html")
    return _overview(request, user)


@login_required
@require_POST
def begin(request: HttpRequest, sample_id: int) -> HttpResponse:
    """Begin to score a sample, or go on with it.

    Raises:
        Http404: where there is no such sample, and for who does not score samples.
    """
    user = cast(User, request.user)
    sample = access_sample(user, sample_id)
    try:
        made = services.begin(person=user, sample=sample)
    except DomainError as error:
        return _overview(request, user, refusal=error.message, status=409)
    return redirect("rubrics:calibration_attempt", attempt_id=made.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """One's own attempt: to fill in, saved or handed in by a POST; afterwards beside the agreed scores.

    Raises:
        Http404: for everybody else.
    """
    found = access_attempt(request.user, attempt_id)
    if request.method == "POST":
        return _posted(request, found)
    return _shown(request, found)


@login_required
@require_safe
def attempt_board(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """The drawing of an attempt's sample, written by the server, sandboxed.

    Raises:
        Http404: for everybody else, and where nothing was drawn.
    """
    found = access_attempt(request.user, attempt_id)
    if not found.sample.body.get("board"):
        raise Http404
    response = HttpResponse(picture_of(found.sample), content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def _overview(request: HttpRequest, user: User, *, refusal: str = "", status: int = 200) -> HttpResponse:
    found = selectors.standings(user)
    valid = selectors.valid_for()
    in_order = sorted(found, key=lambda each: not (each.offered and user.is_peer))
    due = [each.next for each in in_order if each.is_due and each.next and each.next.state != "practice"]
    context = {
        "standings": in_order,
        # What was begun before what is to be begun.
        "next": min(due, key=lambda line: line.state != "draft", default=None),
        "refusal": refusal,
        "needed": max((each.needed for each in found), default=0),
        "valid_days": valid.days,
        "known_days": known_for(valid).days,
        "renewal_days": renewal_before(valid).days,
    }
    return render(request, "rubrics/calibration/page.html", context, status=status)


def _posted(request: HttpRequest, found: CalibrationAttempt) -> HttpResponse:
    form = _form(found, request.POST)
    if not form.is_valid():
        if wants_json(request):
            return JsonResponse({"code": "invalid", "message": first_error(form)}, status=422)
        return _shown(request, found, form=form, status=422)
    version = form.cleaned_data["version"]
    action = request.POST.get("action", "save")
    if action == "replace":
        # The rater was told of the newer version and chose what this page says.
        version = whole(request.POST.get("newer"), version)
    entries = form.entries()
    write = services.submit if action == "submit" else services.save_draft
    try:
        saved = write(attempt=found, version=version, entries=entries)
    except services.Incomplete as error:
        fresh = access_attempt(request.user, found.pk)
        return _shown(request, fresh, form=_filled(fresh, entries, error.gaps), notice=error, status=422)
    except DomainError as error:
        return _refused(request, found, form, entries, error)
    if wants_json(request):
        gaps = criterion_gaps(found.rubric.body["criteria"], entries)
        return JsonResponse({"version": saved.version, "missing": _filled(saved, entries, gaps).gap_list()})
    if saved.state != SUBMITTED:
        messages.success(request, _("Your scores are saved."))
    answer = redirect("rubrics:calibration_attempt", attempt_id=saved.pk)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer


def _refused(
    request: HttpRequest,
    found: CalibrationAttempt,
    form: CriteriaForm,
    entries: dict[str, Entry],
    error: DomainError,
) -> HttpResponse:
    """The answer to a save that a rule refused: what is on the page stays on the page."""
    fresh = access_attempt(request.user, found.pk)
    status = 409 if isinstance(error, Conflict) or error.code == "locked" else 422
    if wants_json(request):
        return JsonResponse(
            {"code": error.code, "message": error.message, "version": fresh.version}, status=status
        )
    if error.code in {"no_reference", "in_session"}:
        form = _filled(fresh, entries, [])
    return _shown(request, fresh, form=form, notice=error, newer=fresh.version, status=status)


def _shown(
    request: HttpRequest,
    found: CalibrationAttempt,
    *,
    form: CriteriaForm | None = None,
    notice: DomainError | None = None,
    newer: int = 0,
    status: int = 200,
) -> HttpResponse:
    material = material_of(found.sample)
    (standing,) = selectors.standings(found.person, kinds=[found.sample.kind])
    context: dict[str, Any] = {
        "attempt": found,
        "kind": RoundKind(found.sample.kind).label,
        "material": material,
        "address": reverse("rubrics:calibration_attempt", args=[found.pk]),
        "notice": notice,
        "newer": newer,
        "standing": standing,
        "counts": selectors.counts(found),
    }
    if found.state == SUBMITTED:
        context["shown_until"] = selectors.shown_until(found)
        if context["shown_until"]:
            context["result"] = result_of(found, material)
        return render(request, "rubrics/calibration/result.html", context, status=status)
    context["form"] = form or _filled(found, selectors.entries_of(found))
    return render(request, "rubrics/calibration/attempt.html", context, status=status)


def _form(found: CalibrationAttempt, data: Any) -> CriteriaForm:
    return CriteriaForm(data, body=found.rubric.body)


def _filled(
    found: CalibrationAttempt, entries: dict[str, Entry], gaps: list[Gap] | None = None
) -> CriteriaForm:
    if gaps is None:
        gaps = criterion_gaps(found.rubric.body["criteria"], entries)
    return CriteriaForm(
        body=found.rubric.body,
        entries=entries,
        version=found.version,
        missing=gaps,
        evidence_label=_("Why: what was said or drawn"),
    )
