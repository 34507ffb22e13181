"""The look back on a round: one page, saved while it is typed, handed in once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.errors import Conflict, DomainError
from common.requests import wants_json
from interviews.kinds import RoundKind
from interviews.models import Round
from rubrics.debriefs.services import deadline
from rubrics.lookback import selectors, services
from rubrics.lookback.access import access_look_back
from rubrics.lookback.forms import SCALES, LookBackForm
from rubrics.lookback.rules import RATED, Lack, lacks
from rubrics.lookback.selectors import LookBack
from rubrics.scorecards.scale import written


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def look_back(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show, save or hand in the candidate's look back."""
    round_ = access_look_back(request.user, round_id)
    if request.method == "POST":
        return _posted(request, round_)
    return _show(request, selectors.look_back_of(round_))


@login_required
@require_POST
def waive(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Say that there will be no look back, or take that back."""
    round_ = access_look_back(request.user, round_id)
    back = request.POST.get("action") == "take_back"
    try:
        if back:
            services.take_back_waiver(round=round_)
        else:
            services.waive(round=round_)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request,
            _("You can look back on this round again.")
            if back
            else _("Nobody waits for your look back now."),
        )
    return redirect("rubrics:look_back", round_id=round_.pk)


def _posted(request: HttpRequest, round_: Round) -> HttpResponse:
    found, action = selectors.look_back_of(round_), request.POST.get("action", "save")
    if found.rubric is None:
        return _show(request, found, status=422)
    form = _form(found, request.POST)
    if not form.is_valid():
        if wants_json(request):
            told = next(str(error) for errors in form.errors.values() for error in errors)
            return JsonResponse({"code": "invalid", "message": told}, status=422)
        return _show(request, found, form=form, status=422)
    version = form.cleaned_data["version"]
    if action == "replace":
        # The candidate was told of the newer version and chose what this page says.
        newer = request.POST.get("newer", "")
        version = int(newer) if newer.isdecimal() and len(newer) < 10 else version
    write = services.submit if action == "submit" else services.save_draft
    try:
        found = write(round=round_, version=version, data=form.look_back_data())
    except services.Incomplete as error:
        found = selectors.look_back_of(round_)
        return _show(request, found, form=_form(found, missing=error.lacks), notice=error, status=422)
    except DomainError as error:
        return _refused(request, round_, form, error)
    if wants_json(request):
        return JsonResponse({"version": found.version, "missing": _form(found).gap_list()})
    messages.success(
        request,
        _("Your look back is handed in. It opens together with the interviewers’ cards.")
        if action == "submit"
        else _("Your look back is saved."),
    )
    return redirect("rubrics:look_back", round_id=round_.pk)


def _refused(request: HttpRequest, round_: Round, form: LookBackForm, error: DomainError) -> HttpResponse:
    """The answer to a save that a rule refused: what is on the page stays on the page."""
    found = selectors.look_back_of(round_)
    stale = isinstance(error, Conflict)
    if wants_json(request):
        told = {"code": error.code, "message": error.message, "version": found.version}
        return JsonResponse(told, status=409)
    newer = found.version if stale else 0
    return _show(request, found, form=form, notice=error, newer=newer, status=409)


def _show(
    request: HttpRequest,
    found: LookBack,
    *,
    form: LookBackForm | None = None,
    notice: DomainError | None = None,
    newer: int = 0,
    status: int = 200,
) -> HttpResponse:
    round_ = found.round
    context: dict[str, Any] = {
        "round": round_,
        "kind": RoundKind(round_.kind).label,
        "found": found,
        "standing": found.standing,
        "address": reverse("rubrics:look_back", args=[round_.pk]),
        "due_at": deadline(round_.loop),
        "notice": notice,
        "newer": newer,
        "next": selectors.owed_rounds(round_.loop.candidate).exclude(pk=round_.pk).first(),
    }
    if found.standing == "open":
        context["form"] = form or _form(found)
    elif found.standing == "in":
        context["read"] = _read(found)
    return render(request, "rubrics/lookback/page.html", context, status=status)


def _form(found: LookBack, data: Any = None, *, missing: list[Lack] | None = None) -> LookBackForm:
    assert found.rubric is not None
    rates = found.interviewer is not None
    if missing is None:
        missing = lacks(found.rubric.body["criteria"], found.data, RATED if rates else ())
    return LookBackForm(
        data,
        body=found.rubric.body,
        saved=found.data,
        rates=rates,
        version=found.version,
        missing=missing,
    )


def _read(found: LookBack) -> dict[str, Any]:
    """What was handed in, in words."""
    assert found.rubric is not None
    data = found.data
    return {
        "criteria": [
            {
                "title": each["title"],
                "score": written(entry.half_steps) if entry and entry.half_steps else "",
                "words": entry.evidence if entry else "",
            }
            for each in found.rubric.body["criteria"]
            for entry in [data.entries.get(each["key"])]
        ],
        "takeaway": data.takeaway,
        "ratings": [
            {"title": SCALES[name].title, "score": written(value)}
            for name in RATED
            if (value := data.ratings.get(name)) is not None
        ],
        "comment": data.comment,
        "submitted_at": found.card.submitted_at if found.card else None,
    }
