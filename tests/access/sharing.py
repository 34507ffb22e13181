"""What each role gets at revisions of a debrief and at what a candidate shares, in the order of `ROLES`."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from rubrics.models import ShareLink
from rubrics.sharing.tokens import token_of
from tests.access.world import World

READERS = ("login", 404, 200, 200, 404, 200, 404, 404)
CANDIDATE = ("login", 404, 200, 404, 404, 404, 404, 404)
EVERYBODY = (200,) * 8


def share_link(world: World) -> ShareLink:
    """The candidate's link to the finished loop."""
    return ShareLink.objects.create(
        loop=world.done, label="Men Tor", expires_at=timezone.now() + timedelta(days=1)
    )


def first(world: World) -> list[Any]:
    return [world.done.pk, 1]


def token(world: World) -> list[Any]:
    return [token_of(share_link(world).pk)]


SHARE_ROUTES: dict[str, tuple[Any, ...]] = {
    "rubrics:revision": (READERS, "get", first),
    "rubrics:revision_pdf": (READERS, "get", first),
    "rubrics:share_debrief": (CANDIDATE, "get", lambda world: [world.done.pk]),
    "rubrics:revoke_share": (
        ("login", 404, 302, 404, 404, 404, 404, 404),
        "post",
        lambda world: [share_link(world).pk],
    ),
    # Whoever has the link may see what it opens.
    "rubrics:shared": (EVERYBODY, "get", token),
    "rubrics:shared_pdf": (EVERYBODY, "get", token),
    "rubrics:shared_board": (
        EVERYBODY,
        "get",
        lambda world: [*token(world), world.done_round.board.pk],
    ),
}
