"""Writing rubrics: the editor that saves itself, publishing, and taking a file into a draft."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.errors import Conflict, DomainError
from common.requests import wants_json
from interviews.content.documents import TOO_LARGE
from rubrics.authoring import pages, selectors, services
from rubrics.authoring.access import access_authoring
from rubrics.authoring.diff import compare
from rubrics.authoring.drafts import Draft
from rubrics.authoring.forms import acted, read_draft
from rubrics.authoring.merge import meanwhile
from rubrics.authoring.views import found
from rubrics.authoring.words import problem_list, sections
from rubrics.authoring.yaml_files import Upload, read
from rubrics.models import Rubric, RubricDraft

FORM = "rubrics/authoring/_form.html"
PREVIEW = "rubrics/authoring/_reading.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, track: str, kind: str) -> HttpResponse:
    """The asker's draft of a rubric: show it, save it, change its parts, throw it away."""
    user = access_authoring(request.user)
    current = found(track, kind)
    opened = selectors.opened(user, track, kind, request.GET.get("from"))
    assert opened is not None
    if request.method != "POST":
        return _editor(request, user, current, opened, opened.draft)
    action = request.POST.get("action", "save")
    stamp = request.POST.get("stamp", "")
    if action == "discard":
        return _discard(request, user, current, opened, stamp)
    typed = read_draft(request.POST, opened.draft)
    draft, focus = acted(typed, action)
    if action == "replace":
        # The author was told of what is newer and chose what this page says.
        stamp = request.POST.get("newer", "")
    base = request.POST.get("base", "")
    try:
        row = services.save_draft(
            author=user,
            track_slug=track,
            kind=kind,
            stamp=stamp,
            draft=draft,
            base=int(base) if base.isdecimal() and len(base) < 10 else None,
        )
    except Conflict as error:
        if wants_json(request):
            body = {"code": error.code, "message": error.message, "stamp": opened.stamp}
            return JsonResponse(body, status=409)
        return _editor(request, user, current, opened, typed, notice=error, status=409)
    if wants_json(request):
        return _saved(request, user, current, row, focus)
    if action == "review":
        return redirect("rubrics:publish_rubric", track=track, kind=kind)
    if not focus:
        messages.success(request, _("Your draft is saved."))
    return redirect(f"{reverse('rubrics:edit_rubric', args=[track, kind])}{'#' + focus if focus else ''}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, track: str, kind: str) -> HttpResponse:
    """What a draft changes, what was published meanwhile, and making it the next version."""
    user = access_authoring(request.user)
    current = found(track, kind)
    if request.method != "POST":
        return _review(request, user, current)
    stamp, seen = request.POST.get("stamp", ""), request.POST.get("seen", "")
    which: dict[str, Any] = {
        "author": user,
        "track_slug": track,
        "kind": kind,
        "stamp": stamp,
        "seen": int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
    }
    note = request.POST.get("note", "")
    try:
        if request.POST.get("action") == "take":
            services.take_over(**which, names=request.POST.getlist("take"))
            messages.success(request, _("Your draft is up to date with the current version."))
            return redirect("rubrics:publish_rubric", track=track, kind=kind)
        version = services.publish(**which, on_top="on_top" in request.POST, note=note)
    except DomainError as error:
        status = 409 if isinstance(error, Conflict) else 422
        return _review(request, user, found(track, kind), notice=error, note=note, status=status)
    messages.success(
        request,
        _("Version %(number)s is current from now on. Cards that were begun keep theirs.")
        % {"number": version.number},
    )
    return redirect("rubrics:rubric", track=track, kind=kind)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, track: str, kind: str) -> HttpResponse:
    """Take a content file into the asker's draft; what is wrong with it is told by line; its text stays."""
    user = access_authoring(request.user)
    current = found(track, kind)
    row = selectors.own_draft(user, track, kind)
    context: dict[str, Any] = {
        **pages.place(track, kind, current),
        "draft": row,
        "stamp": selectors.stamp_of(row),
        "text": "",
        "name": "",
    }
    if request.method != "POST":
        return render(request, "rubrics/authoring/import.html", context)
    text, name = _uploaded(request)
    context |= {"text": text, "name": name}
    if not text.strip():
        context["error"] = _("Choose a file, or paste its text.")
        return render(request, "rubrics/authoring/import.html", context, status=422)
    upload = read(text, name=name, kind=kind, slug=current.slug, others=selectors.others(track, kind))
    keep = request.POST.get("action") == "keep"
    sure = row is None or "replace" in request.POST
    if upload.draft is None or (upload.problems and not keep) or not sure:
        context |= {"lines": _by_line(upload, text), "may_keep": upload.draft is not None, "unsure": not sure}
        return render(request, "rubrics/authoring/import.html", context, status=422)
    try:
        services.save_draft(
            author=user, track_slug=track, kind=kind, stamp=request.POST.get("stamp", ""), draft=upload.draft
        )
    except Conflict as error:
        context["error"] = error.message
        return render(request, "rubrics/authoring/import.html", context, status=409)
    messages.success(request, _("The file is your draft now. Nothing is published yet."))
    return redirect("rubrics:edit_rubric", track=track, kind=kind)


def _editor(
    request: HttpRequest,
    user: User,
    current: Rubric,
    opened: selectors.Opened,
    draft: Draft,
    *,
    notice: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _context(user, current, opened, draft, strict="check" in request.GET)
    context["notice"] = notice
    if notice is not None:
        # What is on the page was typed upon what it was typed upon; saving it again must be refused again.
        context["stamp"] = request.POST.get("stamp", "")
    return render(request, "rubrics/authoring/edit.html", context, status=status)


def _context(
    user: User, current: Rubric, opened: selectors.Opened, draft: Draft, *, strict: bool
) -> dict[str, Any]:
    track, kind = current.track_slug, current.kind
    siblings = selectors.others(track, kind)
    shown, _checked = pages.editor(draft, kind, siblings, strict=strict)
    return {
        **pages.place(track, kind, current),
        "address": reverse("rubrics:edit_rubric", args=[track, kind]),
        "store": pages.store_name(user, track, kind),
        "editor": shown,
        "reading": pages.reading(pages.draft_body(draft, kind, siblings)),
        "base": opened.base,
        "row": opened.row,
        "stamp": opened.stamp,
        "newer": opened.stamp,
        "others": selectors.drafts_of_others(user, track, kind),
    }


def _saved(request: HttpRequest, user: User, current: Rubric, row: RubricDraft, focus: str) -> HttpResponse:
    """The answer to the editor's script; the form itself only where a button changed its parts."""
    strict = "strict" in request.POST
    opened = selectors.Opened(row.base, row.body, row)
    context = _context(user, current, opened, row.body, strict=strict)
    answer = {
        "stamp": opened.stamp,
        "problems": context["editor"].problems,
        "preview": render_to_string(PREVIEW, context, request),
    }
    if focus:
        answer |= {"form": render_to_string(FORM, context, request), "focus": focus}
    return JsonResponse(answer)


def _discard(
    request: HttpRequest, user: User, current: Rubric, opened: selectors.Opened, stamp: str
) -> HttpResponse:
    track, kind = current.track_slug, current.kind
    try:
        services.discard_draft(author=user, track_slug=track, kind=kind, stamp=stamp)
    except Conflict as error:
        return _editor(request, user, current, opened, opened.draft, notice=error, status=409)
    messages.success(request, _("Your draft is gone. The current version is as it was."))
    return redirect("rubrics:rubric", track=track, kind=kind)


def _review(
    request: HttpRequest,
    user: User,
    current: Rubric,
    *,
    notice: DomainError | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    track, kind = current.track_slug, current.kind
    row = selectors.own_draft(user, track, kind)
    if row is None:
        if notice is not None:
            messages.error(request, notice.message)
        return redirect("rubrics:rubric", track=track, kind=kind)
    siblings = selectors.others(track, kind)
    _shown, checked = pages.editor(row.body, kind, siblings, strict=True)
    mine = pages.draft_body(row.body, kind, siblings)
    context: dict[str, Any] = {
        **pages.place(track, kind, current),
        "row": row,
        "stamp": selectors.stamp_of(row),
        "next": services.next_number(current),
        "problems": problem_list(checked.problems, row.body),
        "sections": sections(compare(current.body, mine), current.body, mine),
        "without_drill": selectors.without_drill(track, mine),
        "without_sample": selectors.without_sample(track, kind, mine),
        "notice": notice,
        "note": note,
        "longest_note": services.LONGEST_NOTE,
    }
    if row.base_id != current.pk:
        between = meanwhile(row.base.body, current.body, mine)
        context["meanwhile"] = sections(between.theirs, row.base.body, current.body, between.both)
    return render(request, "rubrics/authoring/publish.html", context, status=status)


def _uploaded(request: HttpRequest) -> tuple[str, str]:
    """Text and name of what was uploaded or pasted; of a file that is not UTF-8, what can be read of it."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "").replace("\r\n", "\n").replace("\0", ""), request.POST.get(
            "name"
        ) or _("pasted text")
    return file.read(TOO_LARGE + 1).decode("utf-8", errors="replace").replace("\0", ""), file.name or "file"


def _by_line(upload: Upload, text: str) -> list[dict[str, Any]]:
    """Problems with the line they are in, as it stands in the file."""
    lines = text.splitlines()
    return [
        {
            "line": each.line,
            "reason": each.reason,
            "text": lines[each.line - 1].strip()[:160] if 0 < each.line <= len(lines) else "",
        }
        for each in upload.problems
    ]
