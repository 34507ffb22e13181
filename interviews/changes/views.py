"""The pages on which a round is moved, called off, given back, handed to somebody else, taken over."""

from collections.abc import Collection
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.access import RoundAccess, access_round
from interviews.changes import policy, services
from interviews.changes.access import access_cover, access_standby
from interviews.changes.answers import refuse_cover, take_cover
from interviews.changes.forms import AnswerForm, ChangeForm, MoveForm, ReplaceForm
from interviews.changes.selectors import left_before, stand_ins
from interviews.changes.standing_by import stand_down
from interviews.changes.times import starts
from interviews.changes.weeks import week_of
from interviews.loops.line import loop_line
from interviews.loops.selectors import latest_change, with_line
from interviews.loops.words import round_card, told
from interviews.models import CoverAsk, CoverRequest, Loop, Round

PEOPLE = 12
"""So many people are named who could interview instead."""
_both = require_http_methods(["GET", "HEAD", "POST"])


@_both
@login_required
def move(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Choose another time among those that are free for both. Candidate's and interviewer's."""
    user = cast(User, request.user)
    access = _access(request, round_id, {"candidate", "interviewer"})
    if access is None:
        return _gone(request, round_id)
    form, refusal, status = MoveForm(), "", 200
    if request.method == "POST":
        form = MoveForm(request.POST)
        refusal, status = _try(form, lambda kept: services.move_round(round=access.round, actor=user, **kept))
        if not refusal:
            messages.success(request, _("Moved. Everybody in the round gets a mail with the new time."))
            return redirect("interviews:loop", access.round.loop_id)
    fresh = _access(request, round_id, {"candidate", "interviewer"})
    if fresh is None:
        return _gone(request, round_id)
    now = timezone.now()
    context = _context(user, fresh) | {"refusal": refusal, "form": form, "chosen": form["start"].value()}
    if policy.may_change(fresh.round, now):
        found = starts(fresh.round.loop, fresh.round, fresh.role, now=now)
        week = week_of(found, _date(request.GET.get("week")), timezone.get_current_timezone_name())
        context |= {"week": week}
    else:
        context["late"] = _why_not(fresh.round)
    return render(request, "interviews/changes/move.html", context, status=status)


@_both
@login_required
def cancel(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Ask once more, then call one round off. The candidate's alone."""
    return _one_question(
        request,
        round_id,
        role="candidate",
        act=services.cancel_round,
        template="interviews/changes/cancel.html",
        said=_("The round is cancelled. Everybody in it gets a mail."),
    )


@_both
@login_required
def decline(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Ask once more, then give the round back. Its interviewer's alone."""
    return _one_question(
        request,
        round_id,
        role="interviewer",
        act=services.decline_round,
        template="interviews/changes/decline.html",
        said=_("You gave the round back. Your hour is free again, and the candidate gets a mail."),
    )


@_both
@login_required
def replace(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Choose somebody else for the same time. The candidate's alone."""
    user = cast(User, request.user)
    access = _access(request, round_id, {"candidate"})
    if access is None:
        return _gone(request, round_id)
    form, refusal, status = ReplaceForm(), "", 200
    if request.method == "POST":
        form = ReplaceForm(request.POST)

        def act(kept: dict[str, Any]) -> Round:
            wanted = kept.pop("person")
            person = User.objects.filter(pk=wanted).first() if wanted else None
            if wanted and person is None:
                raise DomainError(_("Choose one of the people."), code="unknown")
            return services.replace_interviewer(round=access.round, actor=user, person=person, **kept)

        refusal, status = _try(form, act)
        if not refusal:
            messages.success(request, _("Somebody else interviews you now. The time stays; both get a mail."))
            return redirect("interviews:loop", access.round.loop_id)
    fresh = access_round(user, round_id)
    now = timezone.now()
    context = _context(user, fresh) | {"refusal": refusal, "form": form, "chosen": form["person"].value()}
    if policy.may_change(fresh.round, now):
        context["people"] = stand_ins(fresh.round.loop, fresh.round, now=now)[:PEOPLE]
    else:
        context["late"] = _why_not(fresh.round)
    return render(request, "interviews/changes/replace.html", context, status=status)


@_both
@login_required
def cover(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Say whether one takes a round over. Whoever was asked; looking at it does nothing."""
    user = cast(User, request.user)
    ask = access_cover(user, request_id)
    refusal, status = "", 200
    if request.method == "POST":
        form = AnswerForm(request.POST)
        try:
            if not form.is_valid():
                raise DomainError(_("Say yes or no."), code="invalid")
            if form.cleaned_data["answer"] == "yes":
                round_ = take_cover(ask=ask, actor=user)
                messages.success(request, _("The round is yours. An invitation is on its way by mail."))
                return redirect("interviews:room", round_.pk)
            refuse_cover(ask=ask, actor=user)
            messages.success(request, _("Noted, thank you. Somebody else is asked."))
            return redirect("interviews:loops")
        except DomainError as error:
            refusal, status = error.message, _status(error)
        ask = access_cover(user, request_id)
    round_ = ask.request.round
    now = timezone.now()
    context = {
        "ask": ask,
        "round": round_,
        "title": round_.get_kind_display(),
        "refusal": refusal,
        "is_open": (
            ask.request.state == CoverRequest.State.OPEN
            and ask.answer != CoverAsk.Answer.YES
            and round_.starts_at - now > policy.COVER_CLOSES
        ),
        "is_yours": ask.answer == CoverAsk.Answer.YES
        and round_.seats.filter(person=user, role="interviewer").exists(),
        "closes_at": round_.starts_at - policy.COVER_CLOSES,
    }
    return render(request, "interviews/changes/cover.html", context, status=status)


def _one_question(
    request: HttpRequest, round_id: UUID, *, role: str, act: Any, template: str, said: str
) -> HttpResponse:
    """A page with a reason and one button."""
    user = cast(User, request.user)
    access = _access(request, round_id, {role})
    if access is None:
        return _gone(request, round_id)
    form, refusal, status = ChangeForm(), "", 200
    if request.method == "POST":
        form = ChangeForm(request.POST)
        refusal, status = _try(form, lambda kept: act(round=access.round, actor=user, **kept))
        if not refusal:
            messages.success(request, said)
            if role == "candidate":
                return redirect("interviews:loop", access.round.loop_id)
            return redirect("interviews:loops")
    fresh = _access(request, round_id, {role})
    if fresh is None:
        return _gone(request, round_id)
    now = timezone.now()
    context = _context(user, fresh) | {
        "refusal": refusal,
        "form": form,
        "possible": policy.may_leave(fresh.round, now),
        "in_time": policy.may_change(fresh.round, now),
        "refilled": fresh.round.starts_at - now > policy.REFILL_UNTIL,
    }
    return render(request, template, context, status=status)


def _try(form: Form, act: Any) -> tuple[str, int]:
    """Do it with what the form holds; the refusal in words ("" when it is done) and the status."""
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors), 422
    try:
        act(dict(form.cleaned_data))
    except DomainError as error:
        return error.message, _status(error)
    return "", 200


def _status(error: DomainError) -> int:
    return 409 if isinstance(error, Conflict) else 422


def _access(request: HttpRequest, round_id: UUID, roles: Collection[str]) -> RoundAccess | None:
    """The round for one of these roles; None for who sends a form of a round that was theirs until just now.

    Raises:
        Http404: for everybody else.
    """
    user = cast(User, request.user)
    try:
        access = access_round(user, round_id)
    except Http404:
        round_ = Round.objects.filter(pk=round_id).first() if request.method == "POST" else None
        if round_ is None or "interviewer" not in roles or user.pk not in left_before(round_):
            raise
        return None
    if access.role not in roles:
        raise Http404
    return access


def _gone(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Tell an interviewer who was second what happened to the round that was theirs."""
    entry = latest_change(Round.objects.get(pk=round_id))
    happened = told(entry, cast(User, request.user)) if entry else ""
    messages.error(
        request,
        _("This round is not yours any more: %(happened)s Nothing of yours was done.")
        % {"happened": happened},
    )
    return redirect("interviews:loops")


def _context(user: User, access: RoundAccess) -> dict[str, Any]:
    loop = with_line(Loop.objects.filter(pk=access.round.loop_id)).get()
    rounds = loop.rounds.all()
    mine = {each.pk for each in rounds if any(seat.person_id == user.pk for seat in each.seats.all())}
    here = next(each for each in rounds if each.pk == access.round.pk)
    return {
        "round": access.round,
        "loop": loop,
        "role": access.role,
        "line": loop_line(loop, None if access.role == "candidate" else mine, here=access.round),
        "card": round_card(here, user),
        "hours": int(policy.notice().total_seconds()) // 3600,
    }


def _why_not(round_: Round) -> str:
    if round_.state != Round.State.SCHEDULED or timezone.now() >= round_.starts_at:
        return _("This round has begun or is over, so it stays as it is.")
    return policy.late_words()


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


@require_POST
@login_required
def step_back(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Stand by for this round no more. The standby's."""
    user = cast(User, request.user)
    stand_down(round=access_standby(user, round_id), actor=user)
    messages.success(request, _("You don’t stand by for this round any more. Nobody is told by mail."))
    return redirect("interviews:loops")
