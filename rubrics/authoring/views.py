"""Reading rubrics: the list, one rubric with its history, a version, two compared; and restoring one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.kinds import RoundKind
from rubrics.authoring import pages, selectors, services
from rubrics.authoring.access import access_authoring, access_version
from rubrics.authoring.diff import compare
from rubrics.authoring.words import sections
from rubrics.authoring.yaml_files import write
from rubrics.models import Rubric

DRAFT = "draft"


@login_required
@require_safe
def rubrics(request: HttpRequest) -> HttpResponse:
    """Every rubric of every track, with what is current."""
    user = access_authoring(request.user)
    return render(request, "rubrics/authoring/list.html", {"tracks": selectors.listed(user)})


@login_required
@require_safe
def rubric(request: HttpRequest, track: str, kind: str) -> HttpResponse:
    """One rubric: the current version as the rater sees it, all versions and what happened to them."""
    user = access_authoring(request.user)
    current = found(track, kind)
    versions = selectors.versions(track, kind)
    files = next((each for each in versions if each.in_files), None)
    shown = next((each for each in versions if each.is_current), None)
    context = {
        **pages.place(track, kind, current),
        "reading": pages.reading(current.body),
        "versions": versions,
        "files": files if selectors.newer_in_files(shown, files) else None,
        "acts": selectors.history(track, kind),
        "draft": selectors.own_draft(user, track, kind),
        "others": selectors.drafts_of_others(user, track, kind),
        "cards": next((each.cards for each in versions if each.pk == current.pk), 0),  # type: ignore[attr-defined]
    }
    return render(request, "rubrics/authoring/rubric.html", context)


@login_required
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version as the rater sees it."""
    user, shown = access_version(request.user, number)
    return _version(request, user, shown)


@login_required
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Make a version current again."""
    user, wanted = access_version(request.user, number)
    seen = request.POST.get("seen", "")
    try:
        services.restore(
            actor=user,
            rubric=wanted,
            seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
            note=request.POST.get("note", ""),
        )
    except DomainError as error:
        status = 409 if isinstance(error, Conflict) else 422
        return _version(request, user, wanted, notice=error, note=request.POST.get("note", ""), status=status)
    messages.success(
        request,
        _("Version %(number)s is current from now on. Cards that were begun keep theirs.")
        % {"number": wanted.number},
    )
    return redirect("rubrics:rubric", track=wanted.track_slug, kind=wanted.kind)


@login_required
@require_safe
def export(request: HttpRequest, number: int) -> HttpResponse:
    """A version as a content file."""
    _user, shown = access_version(request.user, number)
    response = HttpResponse(write(shown.body), content_type="application/yaml; charset=utf-8")
    name = f"{shown.kind}.v{shown.number}.yaml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_safe
def compare_versions(request: HttpRequest, track: str, kind: str) -> HttpResponse:
    """Two versions, or one and the asker's draft: what is different."""
    user = access_authoring(request.user)
    current = found(track, kind)
    versions = selectors.versions(track, kind)
    draft = selectors.own_draft(user, track, kind)
    before = next((each for each in versions if each.pk != current.pk), current)
    sides = {
        side: _side(request.GET.get(side), versions, draft is not None, otherwise)
        for side, otherwise in (("from", before), ("to", current))
    }
    bodies = {}
    for side, chosen in sides.items():
        if isinstance(chosen, Rubric):
            bodies[side] = chosen.body
        else:
            assert draft is not None
            bodies[side] = pages.draft_body(draft.body, kind, selectors.others(track, kind))
    context = {
        **pages.place(track, kind, current),
        "versions": versions,
        "draft": draft,
        "chosen": {side: "draft" if each == DRAFT else each.pk for side, each in sides.items()},  # type: ignore[union-attr]
        "old": sides["from"],
        "new": sides["to"],
        "sections": sections(compare(bodies["from"], bodies["to"]), bodies["from"], bodies["to"]),
    }
    return render(request, "rubrics/authoring/compare.html", context)


def found(track: str, kind: str) -> Rubric:
    """The current version of a rubric; Http404 where there never was one."""
    current = selectors.current(track, kind) if kind in RoundKind.values else None
    if current is None:
        raise Http404
    return current


def _side(wanted: str | None, versions: list[Rubric], draft: bool, otherwise: Rubric) -> Rubric | str:
    if wanted == DRAFT and draft:
        return DRAFT
    return next((each for each in versions if str(each.pk) == wanted), otherwise)


def _version(
    request: HttpRequest,
    user: User,
    shown: Rubric,
    *,
    notice: DomainError | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    current = found(shown.track_slug, shown.kind)
    context: dict[str, Any] = {
        **pages.place(shown.track_slug, shown.kind, current),
        "shown": shown,
        "reading": pages.reading(shown.body),
        "cards": shown.scorecards.count(),
        "draft": selectors.own_draft(user, shown.track_slug, shown.kind),
        "notice": notice,
        "note": note,
        "longest_note": services.LONGEST_NOTE,
    }
    return render(request, "rubrics/authoring/version.html", context, status=status)
