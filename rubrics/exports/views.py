"""Taking lists of debriefs and single debriefs away as files."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import AccessEntry, User
from common.errors import DomainError
from interviews.looks import coach_looked_at_loop
from rubrics.debriefs.access import access_debrief
from rubrics.exports import selectors, services, states
from rubrics.exports.access import access_export
from rubrics.exports.document import document
from rubrics.exports.files import WRITERS
from rubrics.exports.table import Listed
from rubrics.models import Export
from rubrics.scorecards.visibility import readable_loops


@login_required
@require_POST
def export_debriefs(request: HttpRequest) -> HttpResponse:
    """What the list shows as a file: at once where it is small, else its export's page."""
    user, format_ = cast(User, request.user), request.POST.get("format", "")
    if format_ not in WRITERS:
        raise Http404
    zone = timezone.get_current_timezone_name()
    listed = Listed(user, request.POST.get("query", "")[:2000], zone)
    back = f"{reverse('rubrics:debriefs')}?{listed.form.query()}&view="
    if not listed.ids:
        messages.error(request, _("No debrief fits this filter, so there is nothing to export."))
        return redirect(back)
    if len(listed.ids) <= services.AT_ONCE:
        name = f"debriefs-{timezone.localdate():%Y-%m-%d}.{format_}"
        return _file(services.answer(listed, format=format_), format_, name)
    try:
        export = services.ask_export(user=user, query=listed.form.query(), format=format_, zone=zone)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("rubrics:exports")
    return redirect("rubrics:export", export_id=export.pk)


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """One's exports of the last week."""
    listed = list(selectors.exports_of(cast(User, request.user))[:50])
    context = {"exports": listed, "days": services.KEPT.days, "at_once": services.AT_ONCE}
    return render(request, "rubrics/exports/list.html", context)


@login_required
@require_safe
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """How far an export is, and its file; as a fragment, only the part that changes."""
    found = access_export(cast(User, request.user), export_id)
    part = "_state" if request.htmx else "page"  # type: ignore[attr-defined]
    return render(request, f"rubrics/exports/{part}.html", {"export": found, "busy": _busy(found)})


@login_required
@require_safe
def export_file(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The file of an export, for whoever asked for it; what cannot be had is said on the export's page."""
    found, data = services.read_file(user=cast(User, request.user), export_id=export_id)
    if data is None:
        return redirect("rubrics:export", export_id=found.pk)
    return _file(data, found.format, selectors.file_name(found))


@login_required
@require_POST
def change_export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Cancel an export, try it again, or delete it with its file."""
    user, do = cast(User, request.user), request.POST.get("do")
    if do == "cancel":
        services.cancel_export(user=user, export_id=export_id)
    elif do == "retry":
        services.retry_export(user=user, export_id=export_id)
    elif do == "remove":
        services.remove_export(user=user, export_id=export_id)
        messages.success(request, _("The export and its file were deleted."))
        return redirect("rubrics:exports")
    else:
        access_export(user, export_id)
    return redirect("rubrics:export", export_id=export_id)


@login_required
@require_safe
def debrief_json(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """A debrief as JSON by the documented schema, for whoever may read it.

    Raises:
        Http404: for everybody else, and before there is a revision.
    """
    access = access_debrief(request.user, loop_id)
    if access.revision is None:
        raise Http404
    if access.role == "coach":
        coach_looked_at_loop(
            cast(User, request.user),
            access.loop,
            AccessEntry.What.EXPORT,
            address=reverse("rubrics:debrief", args=[loop_id]),
        )
    revision = access.revision
    told = document(
        revision.content,
        number=revision.number,
        compiled_at=revision.compiled_at,
        since=_reads_before(access.role, request.user, revision.content),
    )
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"debrief-{timezone.localtime(revision.compiled_at):%Y-%m-%d}-{revision.number}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _reads_before(role: str, user: Any, content: dict[str, Any]) -> bool:
    """Whether the reader may read the debrief of the loop that a revision compares with, too."""
    before = content.get("since")
    if not before or role == "interviewer":
        return False
    return readable_loops(user).filter(pk=before["loop"]).exists()


def _busy(export_: Export) -> bool:
    return export_.state in states.PENDING


def _file(data: bytes, format_: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=WRITERS[format_][1])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
