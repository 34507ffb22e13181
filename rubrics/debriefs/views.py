"""The debrief of a loop: how far it is, what it says, its PDF and its boards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import AccessEntry, User
from interviews.loops.line import loop_line
from interviews.models import Loop, Round
from rubrics.coaching.selectors import on_debrief
from rubrics.debriefs import selectors, services, states
from rubrics.debriefs.access import DebriefAccess, access_debrief
from rubrics.debriefs.boards import board_svg
from rubrics.debriefs.failures import failure_words
from rubrics.debriefs.releasing import releasing
from rubrics.debriefs.revisions import changed_since, revisions_of
from rubrics.debriefs.showing import note_look, print_of, rooms, said
from rubrics.models import DebriefRevision


@login_required
@require_safe
def debrief(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """The report, or in words why it is not there yet; as a fragment, only the part that changes.

    A fragment is asked for with `seen`, the number of the revision on the page: with 0 the whole page is
    opened when there is one; otherwise a newer one is told of, and whoever reads is not interrupted.
    """
    try:
        access = access_debrief(request.user, loop_id)
    except Http404:
        if (round_id := selectors.begun_round(request.user, loop_id)) is None:
            raise
        messages.info(
            request, _("Hand in the card you began, or put it away; then the debrief opens to you.")
        )
        return redirect("rubrics:scorecard", round_id=round_id)
    state = selectors.shown_state(access)
    context: dict[str, Any] = {
        "loop": access.loop,
        "role": access.role,
        "debrief": access.debrief,
        "revision": access.revision,
        "state": state,
        "seen": access.revision.number if access.revision else 0,
        "may_retry": access.role in {"candidate", "coach"},
        "busy": state in {states.QUEUED, states.COMPILING},
    }
    if request.htmx:  # type: ignore[attr-defined]
        seen = _seen(request)
        if not seen and access.debrief and state in {states.READY, "shown"}:
            # The waiting is over: the browser opens the whole report.
            response = HttpResponse(status=204)
            response["HX-Refresh"] = "true"
            return response
        context["seen"] = seen
        context["newer"] = bool(seen and access.revision and access.revision.number > seen)
        return render(request, "rubrics/debriefs/_state.html", context | _state_context(access, state))
    note_look(request.user, access, AccessEntry.What.DEBRIEF)
    loop = Loop.objects.prefetch_related("rounds__seats__person").get(pk=access.loop.pk)
    context["line"] = loop_line(loop, viewer_rounds=rooms(access, request.user))
    if access.revision is not None:
        context |= said(access, access.revision, request.user) | _revisions(access, access.revision)
    assert isinstance(request.user, User)
    context["rounds_in_order"] = sorted(loop.rounds.all(), key=lambda each: each.position)
    context |= on_debrief(access.loop, request.user, access.role, access.revision)
    context["cards"] = selectors.kept_cards(access.loop, access.role, open_=access.revision is not None)
    return render(request, "rubrics/debriefs/page.html", context | _state_context(access, state))


@login_required
@require_safe
def debrief_pdf(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """The current revision as a PDF.

    Raises:
        Http404: before there is a revision.
    """
    access = access_debrief(request.user, loop_id)
    if access.revision is None:
        raise Http404
    note_look(request.user, access, AccessEntry.What.PDF)
    return print_of(request, access.revision)


@login_required
@require_safe
def debrief_board(request: HttpRequest, loop_id: UUID, board_id: UUID) -> HttpResponse:
    """The final board of a round, for whoever may read the debrief; written by the server, sandboxed.

    Raises:
        Http404: before there is a revision, and for a board of another loop.
    """
    access = access_debrief(request.user, loop_id)
    held = Round.objects.filter(loop=access.loop, state=Round.State.COMPLETED, board=board_id)
    if access.revision is None or not held.exists():
        raise Http404
    note_look(request.user, access, AccessEntry.What.BOARD)
    response = HttpResponse(board_svg(board_id), content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


@login_required
@require_POST
def retry_debrief(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Try a failed debrief again, for the candidate and their coach.

    Raises:
        Http404: for an interviewer, and where there is nothing to retry.
    """
    access = access_debrief(request.user, loop_id)
    if access.debrief is None or access.role == "interviewer":
        raise Http404
    services.retry(debrief=access.debrief)
    return redirect("rubrics:debrief", loop_id=access.loop.pk)


def _revisions(access: DebriefAccess, revision: DebriefRevision) -> dict[str, Any]:
    """All revisions and what the last of them changed, where there is more than one."""
    if revision.number == 1 or access.debrief is None:
        return {}
    changed = changed_since(revision, revision.number - 1)
    return {"revisions": revisions_of(access.debrief), "changed": changed}


def _seen(request: HttpRequest) -> int:
    """The number of the revision on the page that asks for a fragment, 0 for none."""
    given = request.GET.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 7 else 0


def _state_context(access: DebriefAccess, state: str) -> dict[str, Any]:
    context: dict[str, Any] = {}
    if state == states.WAITING:
        context["waited_for"] = selectors.waited_for(access.loop)
        if access.role == "coach":
            context["may_release"] = releasing(access.loop).stands == "open"
    if state == states.FAILED and access.debrief is not None:
        context["reason"] = failure_words(access.debrief.error)
    if access.debrief is not None:
        context["progress"] = selectors.progress(access.debrief)
    return context
