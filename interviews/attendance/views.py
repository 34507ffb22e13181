"""Saying who did not come, taking a round at once, one's record, and disputes."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.errors import DomainError
from interviews.access import access_round
from interviews.attendance import rematch, selectors, services
from interviews.attendance.access import administrator, own_ask, own_attendance
from interviews.attendance.forms import DisputeForm
from interviews.attendance.notice import ask_context, notice_context, wait_longer
from interviews.attendance.rules import disputable_until
from interviews.attendance.words import may_dispute, outcome_look, reliability_words
from interviews.credits.selectors import credits_of, ledger
from interviews.models import Attendance, CoverAsk, CoverRequest, Round, Schedule

PAGE = 20


@require_POST
@login_required
def absence(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """A button of the notice about somebody who is not there: absent, wait, search or stop."""
    user = cast(User, request.user)
    access = access_round(user, round_id)
    if access.role not in ("candidate", "interviewer"):
        raise Http404
    action, refusal = request.POST.get("action", ""), ""
    try:
        if action == "absent":
            services.claim_no_show(round=access.round, actor=user)
            if access.role == "candidate":
                _let_go_unless_somebody(access.round, user)
        elif action == "search":
            rematch.begin(round=access.round, actor=user)
        elif action == "stop":
            services.let_go(round=access.round, actor=user)
        elif action == "wait":
            wait_longer(request.session, round_id)
        else:
            raise DomainError(_("That button is not there. Reload the page."), code="unknown")
    except DomainError as error:
        refusal = error.message
    fresh = access_round(user, round_id)
    if not request.htmx or fresh.round.state == Round.State.MISSED:  # type: ignore[attr-defined]
        if refusal:
            messages.error(request, refusal)
        return _to_room(request, round_id)
    context = notice_context(request.session, fresh) | {"round": fresh.round, "refusal": refusal}
    return render(request, "interviews/room/_waiting.html", context, status=409 if refusal else 200)


def _let_go_unless_somebody(round_: Round, candidate: User) -> None:
    """Where nobody could be found at once, the round is missed right away: there is nothing to wait for."""
    fresh = access_round(candidate, round_.pk)
    if selectors.waiting(fresh).online == 0 and fresh.round.state == Round.State.SCHEDULED:
        services.let_go(round=fresh.round, actor=candidate)


def _to_room(request: HttpRequest, round_id: UUID) -> HttpResponse:
    answer = redirect("interviews:room", round_id)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})
    return answer


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What a peer is asked at this moment, as a fragment that every page of theirs looks for; else 204.

    Somebody who was signed out gets nothing too, instead of a page to sign in: nobody asked for one.
    """
    if not isinstance(request.user, User) or not request.user.is_peer:
        return HttpResponse(status=204)
    found = selectors.open_asks(request.user).first()
    if found is None:
        return HttpResponse(status=204)
    return render(request, "interviews/attendance/_asked.html", ask_context(found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, ask_id: int) -> HttpResponse:
    """One question whether somebody takes a round at once; yes leads to its room."""
    user = cast(User, request.user)
    found = own_ask(user, ask_id)
    refusal = ""
    if request.method == "POST":
        yes = request.POST.get("answer") == "yes"
        try:
            rematch.answer(ask=found, person=user, yes=yes)
        except DomainError as error:
            refusal = error.message
        else:
            if yes:
                return redirect("interviews:room", found.request.round_id)
            messages.info(request, _("Thank you for saying so. Others are asked."))
            return redirect("home")
        found = own_ask(user, ask_id)
    context = ask_context(found) | {
        "refusal": refusal,
        "open": found.request.state == CoverRequest.State.OPEN and not found.answer,
        "taken": found.answer == CoverAsk.Answer.YES,
    }
    return render(request, "interviews/attendance/ask.html", context, status=409 if refusal else 200)


@require_POST
@login_required
def willing(request: HttpRequest) -> HttpResponse:
    """Whether the peer wants to be asked at once while they are online."""
    user = cast(User, request.user)
    wants = request.POST.get("asked_live") == "on"
    if not user.is_peer or not Schedule.objects.filter(person=user).update(asked_live=wants):
        raise Http404
    messages.success(
        request,
        _("You are asked when you are online and somebody waits.")
        if wants
        else _("You are not asked any more while you are online."),
    )
    return redirect("interviews:record")


@require_safe
@login_required
def record(request: HttpRequest) -> HttpResponse:
    """Who came to one's rounds, what one has earned, and what can be disputed."""
    user = cast(User, request.user)
    now = timezone.now()
    page = Paginator(selectors.attendances_of(user), PAGE).get_page(request.GET.get("page"))
    counts = selectors.record_of(user)
    credit = credits_of(user)
    schedule = Schedule.objects.filter(person=user).first() if user.is_peer else None
    return render(
        request,
        "interviews/attendance/record.html",
        {
            "counts": counts,
            "words": reliability_words(counts.running),
            "page": page,
            "rows": [
                {
                    "row": row,
                    "look": outcome_look(row),
                    "until": disputable_until(row.created_at) if may_dispute(row, now) else None,
                }
                for row in page
            ],
            "schedule": schedule,
            "credits": credit,
            "ledger": ledger(user)[:PAGE] if credit.required else [],
            "passes": selectors.passes_of(user) if user.is_candidate else [],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def dispute(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """Say why a no-show should not count. The person's own alone."""
    user = cast(User, request.user)
    row = own_attendance(user, attendance_id)
    form = DisputeForm(request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.dispute(attendance=row, actor=user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(
                request, _("An administrator looks at it and you get a mail. Until then it does not count.")
            )
            return redirect("interviews:record")
    return render(
        request,
        "interviews/attendance/dispute.html",
        {
            "row": row,
            "look": outcome_look(row),
            "form": form,
            "refusal": refusal,
            "until": disputable_until(row.created_at) if may_dispute(row, timezone.now()) else None,
        },
        status=422 if refusal or form.errors else 200,
    )


@require_safe
@login_required
def disputes(request: HttpRequest) -> HttpResponse:
    """What administrators have to settle, and what they have settled."""
    user = administrator(request.user)
    return _disputes(request, user)


def _disputes(request: HttpRequest, user: User, refusal: str = "") -> HttpResponse:
    settled = Paginator(selectors.settled_disputes(), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "interviews/attendance/disputes.html",
        {
            "open": [
                {"row": row, "times": selectors.room_times(row.round), "own": row.person_id == user.pk}
                for row in selectors.disputes_to_settle()[:PAGE]
            ],
            "settled": [{"row": row, "look": outcome_look(row)} for row in settled],
            "page": settled,
            "refusal": refusal,
        },
        status=409 if refusal else 200,
    )


@require_POST
@login_required
def settle_dispute(request: HttpRequest, attendance_id: int) -> HttpResponse:
    """Grant a dispute or uphold the no-show."""
    user = administrator(request.user)
    row = Attendance.objects.filter(pk=attendance_id).first()
    if row is None:
        raise Http404
    decision = request.POST.get("decision", "")
    if decision not in ("granted", "upheld"):
        return _disputes(request, user, _("Decide one way or the other."))
    try:
        services.settle(attendance=row, actor=user, granted=decision == "granted")
    except DomainError as error:
        return _disputes(request, user, error.message)
    messages.success(request, _("Settled. The person gets a mail."))
    return redirect("interviews:disputes")
