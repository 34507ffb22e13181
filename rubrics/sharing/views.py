"""The candidate's links to a debrief, and the page behind a link."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import AccessEntry
from accounts.trail.services import note
from common.errors import DomainError
from common.limits import within
from interviews.looks import loop_target
from interviews.models import Round
from rubrics.debriefs.boards import board_svg, boards_of
from rubrics.debriefs.pdf import make_pdf
from rubrics.debriefs.report import report
from rubrics.sharing import selectors, services
from rubrics.sharing.access import Shared, access_own_link, access_shared, access_sharing
from rubrics.sharing.forms import ShareForm

SharedView = Callable[..., HttpResponse]
OPENED_A_MINUTE = 240
"""Pages, prints and pictures behind links that one address gets in a minute."""
PRINTED_A_MINUTE = 10
"""Prints of one link in a minute: each is set anew, with its watermark."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share_debrief(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """The candidate's links with their use, and the form for another; POST makes it."""
    loop = access_sharing(request.user, loop_id)
    form = ShareForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            link = services.share(loop=loop, label=given["label"], days=given["days"], key=given["key"])
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            said = _("The link for %(label)s is made. Copy it below and hand it on.") % {"label": link.label}
            messages.success(request, said)
            return redirect("rubrics:share_debrief", loop_id=loop.pk)
    context = {
        "loop": loop,
        "form": form,
        "links": selectors.links_of(loop),
        "names": settings.SHARE_RATER_NAMES,
    }
    return render(request, "rubrics/sharing/page.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def revoke_share(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """End one of the candidate's own links."""
    link = access_own_link(request.user, link_id)
    services.revoke(link=link)
    messages.success(request, _("The link for %(label)s opens nothing any more.") % {"label": link.label})
    return redirect("rubrics:share_debrief", loop_id=link.loop_id)


def _behind_link(view: SharedView) -> SharedView:
    """A view of what a link opens: it gets `Shared`; every other token gets one and the same answer.

    Nothing behind a link is kept by caches or search engines, and no page that it leads to learns of it.
    """

    @wraps(view)
    def behind(request: HttpRequest, token: str, **arguments: Any) -> HttpResponse:
        visitor = get_adapter().get_client_ip(request)
        if not within(f"share:{visitor}", most=OPENED_A_MINUTE, seconds=60):
            response = render(request, "rubrics/sharing/slow.html", status=429)
        elif (shared := access_shared(token)) is None:
            response = render(request, "rubrics/sharing/gone.html", status=404)
        else:
            response = view(request, token, shared, **arguments)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return behind


@require_safe
@_behind_link
def shared_debrief(request: HttpRequest, token: str, shared: Shared) -> HttpResponse:
    """The current revision, for whoever has the link."""
    _count(request, shared)
    content = selectors.shared_content(shared)
    context = {
        "loop": shared.loop,
        "revision": shared.revision,
        "report": report(content, selectors.reading_of(shared, token)),
        "role": "mentor",
        "token": token,
        "link": shared.link,
    }
    return render(request, "rubrics/sharing/shared.html", context)


@require_safe
@_behind_link
def shared_pdf(request: HttpRequest, token: str, shared: Shared) -> HttpResponse:
    """The same as a PDF, with the watermark in it."""
    if not within(f"print:{shared.link.pk}", most=PRINTED_A_MINUTE, seconds=60):
        return render(request, "rubrics/sharing/slow.html", status=429)
    _count(request, shared)
    content = selectors.shared_content(shared)
    pdf = make_pdf(content, boards_of(content), selectors.reading_of(shared, token))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="debrief.pdf"'
    return response


@require_safe
@_behind_link
def shared_board(request: HttpRequest, token: str, shared: Shared, board_id: UUID) -> HttpResponse:
    """The final board of a round, as on the shared page."""
    held = Round.objects.filter(loop=shared.loop, state=Round.State.COMPLETED, board=board_id)
    if not held.exists():
        return render(request, "rubrics/sharing/gone.html", status=404)
    response = HttpResponse(board_svg(board_id), content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def _count(request: HttpRequest, shared: Shared) -> None:
    """Count the use, and write it in the candidate's log; their own look at it is none."""
    if request.method != "GET" or request.user.pk == shared.loop.candidate_id:
        return
    services.used(link=shared.link)
    note(
        candidate=shared.loop.candidate,
        actor=None,
        what=AccessEntry.What.SHARE,
        target=loop_target(shared.loop),
        address=reverse("rubrics:share_debrief", args=[shared.loop.pk]),
        label=shared.link.label,
    )
