"""A board played back: the page, its parts, and still pictures."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from accounts.models import AccessEntry, User
from interviews.board.access import BoardAccess, access_board
from interviews.board.picture import picture
from interviews.looks import coach_looked_at_round, coach_looked_at_sketch
from interviews.replay.pages import page_context, timeline_of
from interviews.replay.selectors import part_body, scene_at, seq_at
from interviews.replay.services import index_board
from interviews.replay.timeline import read_second, written_second


@require_safe
@login_required
def replay(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The board as it came to be, opened at the second that `?t=` names."""
    user = cast(User, request.user)
    access = access_board(user, board_id)
    _note(user, access)
    parts = index_board(board=access.board)
    context = page_context(user, access, parts, read_second(request.GET.get("t", "")))
    return render(request, "interviews/replay/page.html", context)


@require_safe
@gzip_page
def replay_part(request: HttpRequest, board_id: UUID, number: int) -> HttpResponse:
    """One part of the log, for the page's script; `?whole` with what was on the board before it."""
    access = access_board(request.user, board_id)
    parts = index_board(board=access.board)
    if number >= len(parts):
        raise Http404
    timeline = timeline_of(access, parts)
    return JsonResponse(part_body(access.board, parts, number, timeline, whole="whole" in request.GET))


@require_safe
def replay_picture(request: HttpRequest, board_id: UUID, second: int) -> HttpResponse:
    """The board as it was at the end of a second, as SVG written by the server."""
    access = access_board(request.user, board_id)
    _note(request.user, access)
    timeline = timeline_of(access, index_board(board=access.board))
    at = timeline.clamp(second)
    scene = scene_at(access.board, seq_at(access.board, timeline.end_of(at)))
    title = _("Whiteboard at %(clock)s") % {"clock": written_second(at)}
    response = HttpResponse(
        picture(scene, title=title, empty=_("Nothing was drawn yet")),
        content_type="image/svg+xml; charset=utf-8",
    )
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def _note(user: User | AnonymousUser, access: BoardAccess) -> None:
    """Write down for the candidate that their coach looked."""
    if access.role != "coach" or not isinstance(user, User):
        return
    address = reverse("interviews:replay", args=[access.board.pk])
    if access.board.round is None:
        coach_looked_at_sketch(user, access.board.sketch, AccessEntry.What.REPLAY, address=address)
    else:
        coach_looked_at_round(user, access.board.round, AccessEntry.What.REPLAY, address=address)
