"""The final board of a round as a picture."""

from uuid import UUID

from django.utils.translation import gettext as _

from interviews.board.picture import picture
from interviews.board.selectors import scene
from interviews.models import Board


def board_svg(board_id: UUID | str) -> str:
    """The board as an SVG document written from the server's own data."""
    board = Board.objects.get(pk=board_id)
    return picture(scene(board), title=_("Whiteboard"), empty=_("Nothing was drawn"))
