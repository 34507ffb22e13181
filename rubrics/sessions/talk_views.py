"""Talking an opened session over, and entering what the discussion came to."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from common.errors import Conflict, DomainError
from common.requests import first_error, wants_json, whole
from rubrics.calibration.material import material_of
from rubrics.models import CalibrationSession
from rubrics.scorecards.forms import CriteriaForm
from rubrics.scorecards.rules import Entry, Gap
from rubrics.sessions import agreeing, selectors
from rubrics.sessions.access import access_as_coach, access_session
from rubrics.sessions.forms import RemarkForm
from rubrics.sessions.opened import fresh_remark, known, opened_context
from rubrics.sessions.side_by_side import remarks_of, rows_of

State = CalibrationSession.State


@require_GET
@login_required
def talk(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """What is new since the page was read: what was said, what was agreed on so far. 204 for nothing."""
    access = access_session(request.user, session_id)
    session, user = access.session, cast(User, request.user)
    if not _is_talked_over(session):
        raise Http404
    rows = rows_of(session, user)
    now = known(session, rows)
    before = request.GET.get("known", "")
    if before == now:
        return HttpResponse(status=204)
    if before.rpartition("-")[2] != session.state:
        response = HttpResponse(status=200)
        response["HX-Refresh"] = "true"
        return response
    context = {"session": session, "role": access.role} | opened_context(
        session, user, is_coach=access.role == "coach"
    )
    return render(request, "rubrics/sessions/_news.html", context)


@require_POST
@login_required
def say(request: HttpRequest, session_id: UUID, criterion: str) -> HttpResponse:
    """Say something about a criterion."""
    access = access_session(request.user, session_id)
    session, user = access.session, cast(User, request.user)
    if (
        session.state not in selectors.OPENED
        or selectors.is_closed(session)
        or criterion not in _keys(session)
    ):
        raise Http404
    form = RemarkForm(request.POST, auto_id=f"remark-{criterion}-%s")
    if form.is_valid():
        try:
            agreeing.say(
                session=session,
                author=user,
                criterion=criterion,
                text=form.cleaned_data["text"],
                key=form.cleaned_data["key"],
            )
        except DomainError as error:
            form.add_error("text", error.message)
        else:
            if not request.htmx:  # type: ignore[attr-defined]
                return redirect(reverse("rubrics:session", args=[session.pk]) + f"#criterion-{criterion}")
            form = fresh_remark(criterion)
    if request.htmx:  # type: ignore[attr-defined]
        context: dict[str, Any] = {
            "session": session,
            "key": criterion,
            "remarks": remarks_of(session)[criterion],
            "form": form,
        }
        return render(request, "rubrics/sessions/_thread.html", context, status=422 if form.errors else 200)
    context = {
        "session": session,
        "role": access.role,
        "history": selectors.history_of(session),
        "material": material_of(session.sample),
        "shown_until": selectors.shown_until(session),
    } | opened_context(session, user, is_coach=access.role == "coach", typed={criterion: form})
    return render(request, "rubrics/sessions/opened.html", context, status=422)


@require_http_methods(["GET", "POST"])
@login_required
def agree(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Where the coach enters what the discussion comes to, and makes it the reference."""
    session = access_as_coach(request.user, session_id)
    if session.state == State.SCORING or session.state == State.CANCELLED:
        raise Http404
    if request.method == "POST":
        return _agreed(request, cast(User, request.user), session)
    if session.state == State.AGREED:
        return redirect("rubrics:session", session_id=session.pk)
    return _show(request, session, _form(session))


def _agreed(request: HttpRequest, user: User, session: CalibrationSession) -> HttpResponse:
    action = request.POST.get("action", "save")
    form = CriteriaForm(request.POST, body=session.rubric.body)
    if not form.is_valid():
        if wants_json(request):
            return JsonResponse({"code": "invalid", "message": first_error(form)}, status=422)
        return _show(request, session, form, status=422)
    version = form.cleaned_data["version"]
    if action == "replace":
        version = whole(request.POST.get("newer"), version)
    entries = form.entries()
    try:
        if action == "submit":
            agreeing.agree(session=session, actor=user, version=version, entries=entries)
        else:
            agreeing.save_agreed(session=session, actor=user, version=version, entries=entries)
    except agreeing.NotAgreed as error:
        session.refresh_from_db()
        return _show(request, session, _form(session, error.gaps), notice=error, status=422)
    except DomainError as error:
        session.refresh_from_db()
        newer = session.agreeing_version
        status = 409 if isinstance(error, Conflict) else 422
        if wants_json(request):
            body = {"code": error.code, "message": error.message, "version": newer}
            return JsonResponse(body, status=status)
        return _show(request, session, form, notice=error, newer=newer, status=status)
    session.refresh_from_db()
    if wants_json(request):
        return JsonResponse({"version": session.agreeing_version, "missing": _form(session).gap_list()})
    if action == "submit":
        messages.success(request, _("Agreed: this is the sample’s reference from now on."))
        url = reverse("rubrics:session", args=[session.pk])
    else:
        messages.success(request, _("Saved. Everybody in the session sees how far you are."))
        url = reverse("rubrics:session_agree", args=[session.pk])
    if request.htmx:  # type: ignore[attr-defined]
        response = HttpResponse(status=200)
        response["HX-Redirect"] = url
        return response
    return redirect(url)


def _form(session: CalibrationSession, missing: list[Gap] | None = None) -> CriteriaForm:
    entries: dict[str, Entry] = agreeing.entries_in(session.agreeing)
    return CriteriaForm(
        body=session.rubric.body,
        entries=entries,
        version=session.agreeing_version,
        missing=agreeing.gaps(session) if missing is None else missing,
        evidence_label=_("Why, in words that others learn from"),
    )


def _show(
    request: HttpRequest,
    session: CalibrationSession,
    form: CriteriaForm,
    *,
    notice: DomainError | None = None,
    newer: int = 0,
    status: int = 200,
) -> HttpResponse:
    given = {row.key: row for row in rows_of(session, cast(User, request.user))}
    context: dict[str, Any] = {
        "session": session,
        "form": form,
        "pairs": [(row, given.get(row.key)) for row in form.rows()],
        "notice": notice,
        "newer": newer,
        "saved_at": session.updated_at if session.agreeing_version else None,
        "address": reverse("rubrics:session_agree", args=[session.pk]),
    }
    part = "_agree" if request.htmx else "agree"  # type: ignore[attr-defined]
    return render(request, f"rubrics/sessions/{part}.html", context, status=status)


def _is_talked_over(session: CalibrationSession) -> bool:
    return session.state in selectors.OPENED and not selectors.is_closed(session)


def _keys(session: CalibrationSession) -> set[str]:
    return {each["key"] for each in session.rubric.body["criteria"]}
