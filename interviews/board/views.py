"""A board on a page of its own, and as a picture."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import AccessEntry, User
from interviews.board.access import BoardAccess, access_board
from interviews.board.picture import picture
from interviews.board.selectors import scene
from interviews.looks import coach_looked_at_round


@require_safe
@login_required
def board_page(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The board over the whole window: to draw on while its round is open, to look at afterwards."""
    access = access_board(request.user, board_id)
    _note(request, access)
    return render(
        request,
        "interviews/board/page.html",
        {"board": access.board, "may_draw": access.may_draw, "round": access.board.round},
    )


@require_safe
def board_picture(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The board as SVG, written by the server; sandboxed, should somebody open it by itself."""
    access = access_board(request.user, board_id)
    _note(request, access)
    svg = picture(scene(access.board), title=_("Whiteboard"), empty=_("Nothing was drawn"))
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


def _note(request: HttpRequest, access: BoardAccess) -> None:
    if access.role == "coach" and access.board.round is not None and isinstance(request.user, User):
        coach_looked_at_round(
            request.user,
            access.board.round,
            AccessEntry.What.BOARD,
            address=reverse("interviews:board", args=[access.board.pk]),
        )
