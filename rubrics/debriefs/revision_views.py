"""Each revision of a debrief at its own address, and what changed since another."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import AccessEntry
from rubrics.debriefs.access import access_debrief
from rubrics.debriefs.revisions import changed_since, earlier, revision_of, revisions_of
from rubrics.debriefs.showing import note_look, print_of, said


@login_required
@require_safe
def revision(request: HttpRequest, loop_id: UUID, number: int) -> HttpResponse:
    """One revision as it was, for whoever may read the debrief; `from` names the one it is compared with."""
    access = access_debrief(request.user, loop_id)
    found = revision_of(access, number)
    note_look(request.user, access, AccessEntry.What.REVISION)
    assert access.debrief is not None
    rows = revisions_of(access.debrief)
    others = earlier(rows, found)
    given = request.GET.get("from", "")
    since = int(given) if given.isdecimal() and int(given) in others else max(others, default=0)
    context = {
        "loop": access.loop,
        "role": access.role,
        "revision": found,
        "revisions": rows,
        "others": others if len(others) > 1 else [],
        "changed": changed_since(found, since, opened=bool(given)) if since else None,
        **said(access, found, request.user),
    }
    return render(request, "rubrics/debriefs/revision.html", context)


@login_required
@require_safe
def revision_pdf(request: HttpRequest, loop_id: UUID, number: int) -> HttpResponse:
    """The print of one revision, as it was made."""
    access = access_debrief(request.user, loop_id)
    found = revision_of(access, number)
    note_look(request.user, access, AccessEntry.What.REVISION)
    return print_of(request, found)
