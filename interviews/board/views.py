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
from interviews.looks import coach_looked_at_round, coach_looked_at_sketch


@require_safe
@login_required
def board_page(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """The board over the whole window: to draw on while its round is open, to look at afterwards."""
    access = access_board(request.user, board_id)
    _note(request, access)
    sketch = getattr(access.board, "sketch", None)
    context = {"board": access.board, "may_draw": access.may_draw, "round": access.board.round}
    return render(
        request,
        "interviews/board/page.html",
        context | {"sketch": sketch, "own": sketch is not None and access.role == "candidate"},
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
    if access.role != "coach" or not isinstance(request.user, User):
        return
    address = reverse("interviews:board", args=[access.board.pk])
    if access.board.round is None:
        coach_looked_at_sketch(request.user, access.board.sketch, AccessEntry.What.BOARD, address=address)
    else:
        coach_looked_at_round(request.user, access.board.round, AccessEntry.What.BOARD, address=address)
