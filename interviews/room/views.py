"""The room's pages and fragments."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.errors import DomainError
from interviews.access import RoundAccess, access_round
from interviews.attendance.notice import notice_context
from interviews.attendance.selectors import aftermath
from interviews.board.access import access_board
from interviews.kinds import RoundKind
from interviews.looks import coach_looked_at_round
from interviews.loops.line import loop_line
from interviews.loops.selectors import with_line
from interviews.loops.titles import mode_words
from interviews.models import Loop, Round
from interviews.opening import opens_at, stage
from interviews.probes import selectors as probes
from interviews.room import notes, observers, selectors, services
from interviews.room.forms import ClockForm, NoteForm, ObserverForm, RevealForm
from interviews.sketches.selectors import room_context

PAGES = {"lobby": "lobby", "open": "room", "closed": "closed", "off": "off"}


@require_safe
@login_required
def room(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The lobby before the room opens, then the room, then what was kept of it."""
    user, access = _access(request, round_id)
    if access.role == "coach":
        coach_looked_at_round(user, access.round)
    where = stage(access.round, timezone.now())
    context = _common(user, access) | {"where": where}
    context |= _notes(user, access)
    if where != "off":
        context |= _prompt(access)
    if where in ("open", "closed"):
        context["may_draw"] = access_board(user, access.round.board.pk).may_draw
        context |= _clock(access)
    if where in ("lobby", "open"):
        context |= _people(access)
    if where == "open":
        context |= notice_context(request.session, access) | room_context(access)
        context |= probes.room_context(access)
    if where == "off":
        context["aftermath"] = aftermath(access, user)
    return render(request, f"interviews/room/{PAGES[where]}.html", context)


@require_safe
@login_required
def part(request: HttpRequest, round_id: UUID, name: str) -> HttpResponse:
    """One part of the room as a fragment: clock, prompt, people, or who is missing.

    The page reads it again when the socket says so.
    """
    user, access = _access(request, round_id)
    if name not in PARTS:
        raise Http404
    where = stage(access.round, timezone.now())
    if where != "open" and not (where == "lobby" and name == "people"):
        return HttpResponse(status=204)
    context = _base(user, access) | PARTS[name](access)
    if name == "waiting":
        context |= notice_context(request.session, access)
    return render(request, f"interviews/room/_{name}.html", context)


@require_POST
@login_required
def clock(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Start, pause, go on, extend, next phase."""
    user, access = _interviewer(request, round_id)
    form = ClockForm(request.POST)
    if not form.is_valid():
        return _answer(request, user, access, "clock", _("That button is not there. Reload the page."))
    try:
        if form.cleaned_data["action"] == "start":
            services.start_round(round=access.round, actor=user)
        else:
            services.change_clock(round=access.round, actor=user, **form.cleaned_data)
    except DomainError as error:
        return _answer(request, user, access, "clock", error.message)
    return _answer(request, user, access, "clock")


@require_POST
@login_required
def reveal(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Open a step of the prompt for everybody."""
    user, access = _interviewer(request, round_id)
    form = RevealForm(request.POST)
    try:
        services.reveal(
            round=access.round, actor=user, step=form.data.get("step", "") if form.is_valid() else ""
        )
    except DomainError as error:
        return _answer(request, user, access, "prompt", error.message)
    return _answer(request, user, access, "prompt")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Ask once more, then end the round."""
    user, access = _interviewer(request, round_id)
    refusal = ""
    if request.method == "POST":
        try:
            services.close_round(round=access.round, actor=user)
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(request, _("The round is over. The board is kept as it is."))
            return redirect("interviews:room", round_id)
    context = _common(user, access) | {"refusal": refusal}
    return render(request, "interviews/room/close.html", context, status=409 if refusal else 200)


@require_POST
@login_required
def save_notes(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Keep one's own notes; answers JSON to the page's script, a page without it."""
    user, access = _access(request, round_id)
    script = request.headers.get("Accept") == "application/json"
    form = NoteForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError(_("These notes can’t be saved. Shorten them."), code="invalid")
        note = notes.save_note(round=access.round, author=user, **form.cleaned_data)
    except notes.StaleNote as error:
        if script:
            told = {
                "code": error.code,
                "message": error.message,
                "text": error.newer,
                "version": error.version,
            }
            return JsonResponse(told, status=409)
        both = {"mine": form.cleaned_data["text"], "kept": error.newer, "version": error.version}
        context = _common(user, access) | both | {"message": error.message}
        return render(request, "interviews/room/notes_conflict.html", context, status=409)
    except DomainError as error:
        if script:
            return JsonResponse({"code": error.code, "message": error.message}, status=422)
        context = _common(user, access) | {
            "mine": request.POST.get("text", ""),
            "version": notes.own_note(access.round, user).version,
            "message": error.message,
        }
        return render(request, "interviews/room/notes_conflict.html", context, status=422)
    if script:
        return JsonResponse({"version": note.version})
    messages.success(request, _("Your notes are saved."))
    return redirect("interviews:room", round_id)


@require_POST
@login_required
def invite(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Invite somebody to watch."""
    user, access = _host(request, round_id)
    form = ObserverForm(request.POST)
    # Guessing through addresses, and mailing somebody over and over, end before the address is looked at.
    if not ratelimit.consume(request, action="invite_observer", user=user):
        form.add_error(None, _("Too many tries. Nobody was invited. Wait an hour and try again."))
    if form.is_valid():
        try:
            seat = observers.invite_observer(round=access.round, actor=user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            said = _("%(name)s can watch now and gets a mail.") % {"name": seat.person.shown_name}
            return _answer(request, user, access, "people", said=said)
    context = _common(user, access) | _people(access) | {"observer_form": form}
    page = "_people" if request.htmx else "people"  # type: ignore[attr-defined]
    return render(request, f"interviews/room/{page}.html", context, status=422)


@require_POST
@login_required
def remove(request: HttpRequest, round_id: UUID, seat_id: int) -> HttpResponse:
    """Take an observer's seat back: by candidate or interviewer, or the observer's own."""
    user, access = _access(request, round_id)
    own = access.role == "observer" and access.round.seats.filter(pk=seat_id, person=user).exists()
    if access.role not in ("candidate", "interviewer") and not own:
        raise Http404
    try:
        observers.remove_observer(round=access.round, actor=user, seat_id=seat_id)
    except DomainError as error:
        return _answer(request, user, access, "people", error.message)
    if own:
        messages.success(request, _("You are no longer watching this round."))
        return redirect("interviews:loops")
    return _answer(request, user, access, "people", said=_("The seat is taken back."))


def _access(request: HttpRequest, round_id: UUID) -> tuple[User, RoundAccess]:
    user = cast(User, request.user)
    return user, access_round(user, round_id)


def _interviewer(request: HttpRequest, round_id: UUID) -> tuple[User, RoundAccess]:
    user, access = _access(request, round_id)
    if access.role != "interviewer":
        raise Http404
    return user, access


def _host(request: HttpRequest, round_id: UUID) -> tuple[User, RoundAccess]:
    user, access = _access(request, round_id)
    if access.role not in ("candidate", "interviewer"):
        raise Http404
    return user, access


def _answer(
    request: HttpRequest, user: User, access: RoundAccess, name: str, refusal: str = "", said: str = ""
) -> HttpResponse:
    """The changed part to the page's script; without it, the whole page with a message."""
    if not request.htmx:  # type: ignore[attr-defined]
        if refusal:
            messages.error(request, refusal)
        elif said:
            messages.success(request, said)
        return redirect("interviews:room", access.round.pk)
    fresh = access_round(user, access.round.pk)
    context = _base(user, fresh) | PARTS[name](fresh) | {"refusal": refusal, "said": said}
    return render(request, f"interviews/room/_{name}.html", context, status=409 if refusal else 200)


def _base(user: User, access: RoundAccess) -> dict[str, Any]:
    return {"round": access.round, "role": access.role, "runs": access.role == "interviewer", "viewer": user}


def _common(user: User, access: RoundAccess) -> dict[str, Any]:
    round_ = access.round
    loop = with_line(Loop.objects.filter(pk=round_.loop_id)).get()
    sees_all = access.role in ("candidate", "coach")
    rounds = loop.rounds.all()
    mine = {each.pk for each in rounds if any(seat.person_id == user.pk for seat in each.seats.all())}
    here = next(each for each in rounds if each.pk == round_.pk)
    seats = {seat.role: seat.person.shown_name for seat in here.seats.all()}
    return _base(user, access) | {
        "loop": loop,
        "line": loop_line(loop, None if sees_all else mine, here=round_),
        "kind": RoundKind(round_.kind).label,
        "mode": mode_words(loop, interviewing=access.role == "interviewer"),
        "plan": selectors.round_plan(round_),
        "opens_at": opens_at(round_),
        "candidate_name": seats.get("candidate", "–"),
        "interviewer_name": seats.get("interviewer", "–"),
        "looking": round_.state == Round.State.SCHEDULED and "interviewer" not in seats,
        "room_data": _room_data(round_),
    }


def _room_data(round_: Round) -> dict[str, Any]:
    """What the page's script starts from; the same for every role."""
    return {
        "socket": f"/ws/rounds/{round_.pk}/",
        "state": round_.state,
        "opensAt": opens_at(round_).timestamp(),
        "now": timezone.now().timestamp(),
        "page": reverse("interviews:room", args=[round_.pk]),
    }


def _clock(access: RoundAccess) -> dict[str, Any]:
    return {"clock": selectors.clock_state(access.round)}


def _prompt(access: RoundAccess) -> dict[str, Any]:
    return {"prompt": selectors.prompt_for(access.round, access.role)}


def _people(access: RoundAccess) -> dict[str, Any]:
    return {
        "people": selectors.people_state(access.round),
        "observers": selectors.observers_of(access.round),
        "may_invite": access.role in ("candidate", "interviewer"),
        "observer_form": ObserverForm(),
    }


def _notes(user: User, access: RoundAccess) -> dict[str, Any]:
    return {"note": notes.own_note(access.round, user)}


PARTS: dict[str, Callable[[RoundAccess], dict[str, Any]]] = {
    "clock": _clock,
    "prompt": _prompt,
    "people": _people,
    "sketches": room_context,
    "stories": probes.room_context,
    "waiting": lambda access: {},  # it needs the request: see `part`
}
