"""One's hours: shown, altered row by row, saved, brought back, resumed."""

import json
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from common.errors import DomainError
from interviews.availability import forms, page, selectors
from interviews.availability.services import resume, set_hours
from interviews.availability.statement import Statement
from interviews.availability.week import tidy
from interviews.models import Schedule

FORMER = "hours_former"
"""In the session: what the last saving replaced, and the version that it made; so it can be brought back."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def hours(request: HttpRequest) -> HttpResponse:
    """The page; a POST does what its "action" says.

    "save" saves, "restore" brings back what the last saving replaced, "resume" ends the pause at once; any
    other action alters the rows that were typed, and saves nothing.
    """
    user = cast(User, request.user)
    if not user.is_peer:
        return render(request, "interviews/hours/not_peer.html")
    if request.method != "POST":
        schedule = selectors.schedule_of(user)
        return _shown(request, user, page.stored(user, schedule), schedule)
    match request.POST.get("action", "save"):
        case "save":
            return _save(request, user)
        case "restore":
            return _restore(request, user)
        case "resume":
            return _resume(request, user)
        case _:
            return _shown(request, user, page.altered(request.POST))


def _save(request: HttpRequest, user: User) -> HttpResponse:
    found = page.typed(request.POST)
    if not found.is_valid():
        return _shown(request, user, found, status=422)
    statement = found.statement()
    try:
        _set(request, user, statement, found.offer.cleaned_data["version"], restored=False)
    except DomainError as error:
        stored = selectors.schedule_of(user)
        data = request.POST.copy()
        # Saving once more is then a decision: it replaces what is there now.
        data["version"] = str(stored.version if stored else 0)
        found.offer = forms.OfferForm(data)
        return _shown(request, user, found, refusal=error.message, status=409)
    said = _("Your hours are saved.")
    if tidy(statement.hours.weekly).merged:
        said += " " + _("Some overlapped and were joined.")
    return _done(request, user, said)


def _restore(request: HttpRequest, user: User) -> HttpResponse:
    former = request.session.get(FORMER)
    refusal = _("There is nothing to undo any more: your hours were changed since.")
    try:
        if former is None:
            raise DomainError(refusal, code="stale")
        _set(
            request,
            user,
            Statement.from_json(former["statement"]),
            former["version"],
            restored=not former["restored"],
        )
    except DomainError:
        return _shown(request, user, page.altered(request.POST), refusal=refusal, status=409)
    if former["restored"]:
        return _done(request, user, _("What you had saved is back."))
    return _done(request, user, _("Your former hours are back."))


def _set(request: HttpRequest, user: User, statement: Statement, version: int, *, restored: bool) -> None:
    """Save, and remember what was there before."""
    before = selectors.statement_of(user, selectors.schedule_of(user))
    schedule = set_hours(person=user, statement=statement, version=version)
    request.session[FORMER] = {
        "version": schedule.version,
        "statement": before.as_json(),
        "restored": restored,
    }


def _resume(request: HttpRequest, user: User) -> HttpResponse:
    before = selectors.schedule_of(user)
    schedule = resume(person=user)
    said = _("You are back: you can be booked from now on.")
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, said)
    changed = {"paused_until": ""}
    # What was typed goes on from the version that this made, unless it was out of date before.
    if before and schedule and request.POST.get("version") == str(before.version):
        changed["version"] = str(schedule.version)
    answer = _shown(request, user, page.altered(request.POST, **changed))
    _toast(answer, said)
    return answer


def _done(request: HttpRequest, user: User, said: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        schedule = selectors.schedule_of(user)
        answer = _shown(request, user, page.stored(user, schedule), schedule, saved=True)
        _toast(answer, said)
        return answer
    messages.success(request, said)
    return redirect("interviews:hours")


def _toast(answer: HttpResponse, said: str) -> None:
    answer["HX-Trigger"] = json.dumps({"toast": {"text": said, "kind": "ok"}})


def _shown(
    request: HttpRequest,
    user: User,
    shown: page.Page,
    schedule: Schedule | None = None,
    *,
    refusal: str = "",
    saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    schedule = schedule or selectors.schedule_of(user)
    former = request.session.get(FORMER)
    context = page.context(user, shown, schedule) | {
        "refusal": refusal,
        "saved": saved,
        "former": former if former and schedule and former["version"] == schedule.version else None,
    }
    template = "interviews/hours/_form.html" if request.htmx else "interviews/hours/page.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)
