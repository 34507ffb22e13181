"""Writing notes about a season."""

from typing import Any, cast
from uuid import UUID, uuid4

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
from rubrics.models import SeasonNote
from rubrics.season import services
from rubrics.season.access import SeasonAccess, access_own_note, access_season
from rubrics.season.forms import SHARED, NoteForm, text_of


@login_required
@require_safe
def new_note(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """A blank note, on a page of its own or in the season's."""
    access = access_season(request.user, candidate_id)
    note_id = uuid4()
    if request.htmx:  # type: ignore[attr-defined]
        return _show(request, access, note_id, None)
    return redirect("rubrics:season_note", candidate_id=candidate_id, note_id=note_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, candidate_id: int, note_id: UUID) -> HttpResponse:
    """Show a note to its author, keep what they type, save it."""
    access = access_season(request.user, candidate_id)
    kept = access_own_note(access, note_id)
    if request.method == "POST":
        return _posted(request, access, note_id, kept)
    if wants_json(request):
        return JsonResponse(_as_it_is(access, kept))
    return _show(request, access, note_id, kept)


@login_required
@require_POST
def note_act(request: HttpRequest, candidate_id: int, note_id: UUID) -> HttpResponse:
    """Pin a note, take the pin away, delete it or bring it back; `action` says which.

    Raises:
        Http404: for any other action.
    """
    access = access_season(request.user, candidate_id)
    given: dict[str, Any] = {
        "author": cast(User, request.user),
        "candidate_id": candidate_id,
        "note_id": note_id,
    }
    action = request.POST.get("action", "")
    back = _season_address(access)
    if action in ("pin", "unpin"):
        services.pin_note(**given, pinned=action == "pin")
    elif action == "delete":
        services.delete_note(**given)
        return redirect(f"{back}?deleted={note_id}#notes")
    elif action == "restore":
        services.restore_note(**given)
        messages.success(request, _("The note is back."))
    else:
        raise Http404
    return redirect(f"{back}#notes")


def _posted(
    request: HttpRequest, access: SeasonAccess, note_id: UUID, kept: SeasonNote | None
) -> HttpResponse:
    form = NoteForm(request.POST, access=access, note=kept)
    if not form.is_valid():
        if wants_json(request):
            return JsonResponse({"code": "invalid", "message": first_error(form)}, status=422)
        return _show(request, access, note_id, kept, form=form, status=422)
    given: dict[str, Any] = {
        "author": access.reader,
        "candidate_id": access.candidate.pk,
        "note_id": note_id,
        "version": form.cleaned_data["version"],
        "text": form.cleaned_data["text"],
    }
    if request.POST.get("action") == "replace":
        # The author was told of the newer version and chose what this page says.
        given["version"] = whole(request.POST.get("newer"), given["version"])
    by_itself = wants_json(request)
    try:
        if by_itself:
            saved = services.keep_draft(**given)
        else:
            saved = services.save_note(**given, is_shared=form.cleaned_data["reads"] == SHARED)
    except DomainError as error:
        return _refused(request, access, note_id, form, error)
    if by_itself:
        return JsonResponse({"version": saved.version if saved else 0})
    assert saved is not None
    messages.success(
        request,
        _("The note is saved and shared.") if saved.is_shared else _("The note is saved. Only you read it."),
    )
    return redirect(f"{_season_address(access)}?saved={saved.pk}#notes")


def _refused(
    request: HttpRequest, access: SeasonAccess, note_id: UUID, form: NoteForm, error: DomainError
) -> HttpResponse:
    """The answer to a save that a rule refused: what is on the page stays on the page."""
    kept = access_own_note(access, note_id)
    newer = kept.version if kept else 0
    differences = form.differences(kept) if kept and error.code == "stale" else []
    status = 409 if isinstance(error, Conflict) or error.code == "deleted" else 422
    if wants_json(request):
        told = {"code": error.code, "message": error.message, "version": newer, "differences": differences}
        return JsonResponse(told, status=status)
    return _show(
        request,
        access,
        note_id,
        kept,
        form=form,
        notice=error,
        newer=newer,
        differences=differences,
        status=status,
    )


def _as_it_is(access: SeasonAccess, kept: SeasonNote | None) -> dict[str, Any]:
    """What is kept, for a page that lay in the background."""
    if kept is None or kept.deleted_at is not None:
        return {"version": 0, "state": "draft"}
    form = NoteForm(access=access, note=kept)
    return {
        "version": kept.version,
        "state": "draft",
        "values": {"text": text_of(kept), "reads": form.initial["reads"]},
    }


def _show(
    request: HttpRequest,
    access: SeasonAccess,
    note_id: UUID,
    kept: SeasonNote | None,
    *,
    form: NoteForm | None = None,
    notice: DomainError | None = None,
    newer: int = 0,
    differences: list[dict[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "access": access,
        "candidate": access.candidate,
        "note": kept,
        "note_id": note_id,
        "form": form or NoteForm(access=access, note=kept),
        "address": reverse("rubrics:season_note", args=[access.candidate.pk, note_id]),
        "back": _season_address(access),
        "notice": notice,
        "newer": newer,
        "differences": differences or [],
    }
    part = "_note_form" if request.htmx else "note"  # type: ignore[attr-defined]
    return render(request, f"rubrics/season/{part}.html", context, status=status)


def _season_address(access: SeasonAccess) -> str:
    if access.role == "candidate":
        return reverse("rubrics:season")
    return reverse("rubrics:season_of", args=[access.candidate.pk])
