"""Pages of calibration sessions, and what a coach and members do there."""

from typing import Any, cast
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from common.errors import DomainError
from rubrics.calibration.material import material_of, picture_of
from rubrics.models import CalibrationSession
from rubrics.sessions import selectors, services
from rubrics.sessions.access import SessionAccess, access_as_coach, access_session
from rubrics.sessions.forms import AskForm, CancelForm, DueForm, StartForm
from rubrics.sessions.opened import opened_context
from rubrics.sessions.side_by_side import own_cells

PAGE = 20
State = CalibrationSession.State
Forms = dict[str, Any]


@require_GET
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions that somebody leads or was asked to."""
    user = cast(User, request.user)
    found = Paginator(selectors.sessions_of(user), PAGE).get_page(request.GET.get("page"))
    waiting = {each.pk for each in selectors.waiting_of(user).to_score}
    return render(
        request,
        "rubrics/sessions/list.html",
        {"page": found, "waiting": waiting, "may_start": user.is_coach},
    )


@require_http_methods(["GET", "POST"])
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Start a session; for coaches."""
    user = cast(User, request.user)
    if not user.is_coach:
        raise Http404
    samples, peers = selectors.samples_to_send(), selectors.known_peers(user)
    posted = request.method == "POST"
    form = StartForm(request.POST if posted else None, samples=samples, peers=peers)
    if posted and _may_ask(request, form) and form.is_valid():
        cleaned = form.cleaned_data
        try:
            session = services.start_session(
                coach=user,
                sample=cleaned["sample"],
                asked=form.asked(),
                due_at=cleaned["due_at"],
                key=cleaned["key"],
                note=cleaned["note"],
            )
        except DomainError as error:
            form.add_error(_field_of(error, form), error.message)
        else:
            messages.success(request, _("The session has started. Everybody gets a mail with the link."))
            return redirect("rubrics:session", session_id=session.pk)
    return render(
        request,
        "rubrics/sessions/start.html",
        {"form": form, "any": bool(samples)},
        status=422 if posted else 200,
    )


@require_GET
@login_required
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Where a session stands: who is in, then all scores, then what was agreed on."""
    return _page(request, access_session(request.user, session_id))


@require_GET
@login_required
def who(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Who is in, for a page that waits; it is told to come again once the session has opened."""
    access = access_session(request.user, session_id)
    if access.session.state != State.SCORING:
        response = HttpResponse(status=200)
        response["HX-Refresh"] = "true"
        return response
    return render(request, "rubrics/sessions/_who.html", _waiting(access))


@require_GET
@login_required
def board(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The drawing of a session's sample, written by the server, sandboxed.

    Raises:
        Http404: for who is not in the session, and where nothing was drawn.
    """
    found = access_session(request.user, session_id).session
    if not found.sample.body.get("board"):
        raise Http404
    response = HttpResponse(picture_of(found.sample), content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


@require_POST
@login_required
def ask(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Ask more people."""
    found = access_as_coach(request.user, session_id)
    user = cast(User, request.user)
    form = AskForm(request.POST, peers=selectors.known_peers(user))
    if _may_ask(request, form) and form.is_valid():
        try:
            new = services.add_members(session=found, actor=user, asked=form.asked())
        except DomainError as error:
            form.add_error(_field_of(error, form), error.message)
        else:
            said = ngettext(
                "%(count)s person more is asked.", "%(count)s people more are asked.", len(new)
            ) % {"count": len(new)}
            messages.success(request, said)
            return redirect("rubrics:session", session_id=found.pk)
    return _page(request, SessionAccess(found, "coach"), {"ask_form": form}, status=422)


@require_POST
@login_required
def remove(request: HttpRequest, session_id: UUID, member_id: int) -> HttpResponse:
    """Take somebody out whose scores are not in."""
    found, user = access_as_coach(request.user, session_id), cast(User, request.user)
    return _done(
        request,
        found,
        lambda: services.remove_member(session=found, actor=user, member_id=member_id),
        _("They are taken out, and told."),
    )


@require_POST
@login_required
def due(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Change when scores are due."""
    found, user = access_as_coach(request.user, session_id), cast(User, request.user)
    form = DueForm(request.POST)
    if form.is_valid():
        try:
            services.move_due(session=found, actor=user, due_at=form.cleaned_data["due_at"])
        except DomainError as error:
            form.add_error("due_at", error.message)
        else:
            messages.success(request, _("The due time is changed. Who still owes scores is told."))
            return redirect("rubrics:session", session_id=found.pk)
    return _page(request, SessionAccess(found, "coach"), {"due_form": form}, status=422)


@require_POST
@login_required
def cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Call a session off."""
    found, user = access_as_coach(request.user, session_id), cast(User, request.user)
    form = CancelForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _done(
            request,
            found,
            lambda: services.cancel_session(session=found, actor=user, reason=reason),
            _("The session is called off, and everybody is told."),
        )
    return _page(request, SessionAccess(found, "coach"), {"cancel_form": form}, status=422)


@require_POST
@login_required
def open_now(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Open all scores that are in."""
    found, user = access_as_coach(request.user, session_id), cast(User, request.user)
    return _done(
        request,
        found,
        lambda: services.open_session(session=found, actor=user),
        _("The scores are open to everybody in the session."),
    )


def _page(
    request: HttpRequest, access: SessionAccess, forms: Forms | None = None, *, status: int = 200
) -> HttpResponse:
    found, user = access.session, cast(User, request.user)
    context: dict[str, Any] = {
        "session": found,
        "role": access.role,
        "history": selectors.history_of(found),
        "material": material_of(found.sample),
        "address": reverse("rubrics:session", args=[found.pk]),
    }
    if found.state == State.SCORING:
        own = selectors.own_attempt(found, user)
        context |= _waiting(access) | {"own": own, "own_read": own_cells(found, own) if own else []}
        if access.role == "coach":
            context |= _coach_forms(found, user) | (forms or {})
        return render(request, "rubrics/sessions/scoring.html", context, status=status)
    if forms:
        # It opened or was called off while this was being filled in; the refusal would not be seen here.
        messages.error(request, _("The session does not wait for scores any more. Nothing was changed."))
    if found.state == State.CANCELLED:
        return render(request, "rubrics/sessions/cancelled.html", context, status=status)
    context["shown_until"] = selectors.shown_until(found)
    if selectors.is_closed(found):
        return render(request, "rubrics/sessions/closed.html", context, status=status)
    context |= opened_context(found, user, is_coach=access.role == "coach")
    return render(request, "rubrics/sessions/opened.html", context, status=status)


def _waiting(access: SessionAccess) -> dict[str, Any]:
    members = selectors.members_of(access.session)
    return {
        "session": access.session,
        "role": access.role,
        "members": members,
        "count_in": sum(each.in_at is not None for each in members),
    }


def _coach_forms(found: CalibrationSession, user: User) -> Forms:
    there = {each.person_id for each in found.members.all()}
    peers = [each for each in selectors.known_peers(user) if each.pk not in there]
    return {
        "ask_form": AskForm(peers=peers),
        "due_form": DueForm(initial={"due_at": found.due_at}),
        "cancel_form": CancelForm(),
    }


def _done(request: HttpRequest, found: CalibrationSession, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect("rubrics:session", session_id=found.pk)


def _may_ask(request: HttpRequest, form: AskForm) -> bool:
    """Guessing through addresses, and mailing people over and over, end before an address is looked at."""
    if ratelimit.consume(request, action="ask_to_session", user=request.user):
        return True
    form.add_error(None, _("Too many tries. Nobody was asked. Wait an hour and try again."))
    return False


def _field_of(error: DomainError, form: AskForm) -> str | None:
    """Where a refusal is shown."""
    wanted = {
        "unknown": "emails",
        "own": "emails",
        "nobody": "emails",
        "few": "emails",
        "many": "emails",
        "due": "due_at",
        "sample": "sample",
        "no_rubric": "sample",
    }.get(error.code)
    return wanted if wanted in form.fields else None
