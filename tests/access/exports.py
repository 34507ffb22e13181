"""The addresses of saved views and exports, for the table of who gets what where."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from rubrics.models import Export, SavedView
from tests.access.arguments import done, person_id
from tests.access.world import World

L = "login"
COACHS = (L, 404, 404, 404, 404, 200, 404, 404)
COACHS_ACT = (L, 404, 404, 404, 404, 302, 404, 404)
SIGNED_IN = (L, *(200,) * 7)


def saved_view(world: World) -> list[Any]:
    """The coach keeps a view of the list of debriefs."""
    return [SavedView.objects.create(person_id=person_id(world, "coach"), name="Low", query="below=5").pk]


def an_export(world: World) -> list[Any]:
    """The coach asked for a file that is not made yet."""
    later = timezone.now() + timedelta(days=7)
    return [Export.objects.create(asked_by_id=person_id(world, "coach"), format="csv", expires_at=later).pk]


EXPORT_ROUTES: dict[str, Any] = {
    "rubrics:debrief_json": ((L, 404, 200, 200, 404, 200, 404, 404), "get", done),
    "rubrics:export_debriefs": (
        (L, 302, 200, 302, 302, 200, 302, 302),
        "post",
        lambda world: [],
        lambda world: {"format": "csv", "query": ""},
    ),
    "rubrics:exports": (SIGNED_IN,),
    "rubrics:export": (COACHS, "get", an_export),
    "rubrics:export_file": (COACHS_ACT, "get", an_export),
    "rubrics:change_export": (COACHS_ACT, "post", an_export, lambda world: {"do": "cancel"}),
    "rubrics:saved_views": (SIGNED_IN,),
    "rubrics:change_view": (COACHS_ACT, "post", saved_view, lambda world: {"do": "delete"}),
}
