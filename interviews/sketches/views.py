"""A candidate's sketches: the page, both boards beside each other, taking them away, and into a round."""

import json
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import AccessEntry, User
from accounts.trail.services import note
from common.errors import DomainError
from interviews.access import access_round
from interviews.board.access import access_board
from interviews.board.picture import picture
from interviews.board.selectors import scene
from interviews.models import Sketch
from interviews.sketches import services
from interviews.sketches.access import access_coached, access_own_sketch
from interviews.sketches.png import as_png
from interviews.sketches.selectors import places_of, room_context
from prep.access import access_workspace


@require_safe
@login_required
def sketches(request: HttpRequest) -> HttpResponse:
    """Both sketches beside each other, as they are now."""
    owner = access_workspace(request.user)
    return render(
        request, "interviews/sketches/page.html", {"sketch_places": places_of(owner), "owner": owner}
    )


@require_safe
@login_required
def coached_sketches(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """The sketches of a candidate, for their coach."""
    coach = cast(User, request.user)
    owner = access_coached(coach, candidate_id)
    _note(coach, owner)
    context = {"sketch_places": places_of(owner), "owner": owner, "coach": True}
    return render(request, "interviews/sketches/page.html", context)


@require_safe
@login_required
def draw_sketches(request: HttpRequest) -> HttpResponse:
    """Both boards over the whole window; on a phone the one that `?of=` names."""
    places = [each for each in places_of(access_workspace(request.user)) if each.sketch]
    if not places:
        return redirect("interviews:sketches")
    wanted = request.GET.get("of", "")
    front = wanted if wanted in {each.kind for each in places} else places[0].kind
    return render(request, "interviews/sketches/draw.html", {"sketch_places": places, "front": front})


@require_POST
@login_required
def make(request: HttpRequest) -> HttpResponse:
    """Begin a sketch, and go to draw on it."""
    owner = access_workspace(request.user)
    try:
        sketch = services.make_sketch(owner=owner, kind=request.POST.get("kind", ""))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("interviews:sketches")
    return redirect(f"{reverse('interviews:draw_sketches')}?of={sketch.kind}")


@require_POST
@login_required
def change(request: HttpRequest, board_id: UUID) -> HttpResponse:
    """Clear a sketch, or bring back what was cleared."""
    sketch = access_own_sketch(request.user, board_id)
    try:
        if request.POST.get("do") == "restore":
            count = services.restore(sketch=sketch)
            words = ngettext("%s shape is back.", "%s shapes are back.", count)
        else:
            count = services.clear(sketch=sketch)
            words = ngettext(
                "%s shape was taken off. You can bring it back.",
                "%s shapes were taken off. You can bring them back.",
                count,
            )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words % count)
    return redirect("interviews:sketches")


@require_safe
@login_required
def sketch_file(request: HttpRequest, board_id: UUID, form: str) -> HttpResponse:
    """A sketch to take away: "svg" or "png" as the server draws it, "excalidraw" to go on elsewhere."""
    access = access_board(request.user, board_id)
    sketch = Sketch.objects.select_related("owner").filter(board=access.board).first()
    if sketch is None:
        raise Http404
    if access.role == "coach":
        _note(cast(User, request.user), sketch.owner, AccessEntry.What.EXPORT)
    elements = [each for each in scene(access.board) if not each["isDeleted"]]
    title = sketch.get_kind_display()
    svg = picture(elements, title=title, empty=_("Nothing was drawn"))
    body: str | bytes
    if form == "svg":
        body, kind = svg, "image/svg+xml; charset=utf-8"
    elif form == "png":
        body, kind = as_png(svg), "image/png"
    else:
        whole = {"type": "excalidraw", "version": 2, "source": "mockloop", "elements": elements}
        body, kind = json.dumps(whole | {"appState": {}, "files": {}}, ensure_ascii=False), "application/json"
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="sketch-{sketch.kind}.{form}"'
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


@require_POST
@login_required
def in_round(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show a sketch in a round, stop showing it, or copy it onto the round's board."""
    user = cast(User, request.user)
    access = access_round(user, round_id)
    if access.role != "candidate":
        raise Http404
    sketch = Sketch.objects.filter(owner=user, kind=request.POST.get("kind", "")).first()
    refusal, said = "", ""
    if sketch is None:
        refusal = _("There is no such sketch.")
    else:
        refusal, said = _in_round(sketch, access.round, user, request.POST.get("do", ""))
    if not request.htmx:  # type: ignore[attr-defined]
        if refusal or said:
            (messages.error if refusal else messages.success)(request, refusal or said)
        return redirect("interviews:room", round_id)
    context = room_context(access) | {"round": access.round, "role": access.role}
    context |= {"refusal": refusal, "said": said}
    return render(request, "interviews/room/_sketches.html", context, status=409 if refusal else 200)


def _in_round(sketch: Sketch, round_: Any, user: User, do: str) -> tuple[str, str]:
    try:
        if do == "show":
            services.show(sketch=sketch, round=round_, actor=user)
            return "", _("Everybody in the round can look at it now.")
        if do == "copy":
            count = services.copy_into(sketch=sketch, round=round_, actor=user)
            words = ngettext("%s shape is on the board.", "%s shapes are on the board.", count)
            return "", words % count
        services.hide(sketch=sketch)
        return "", _("Nobody sees it any more.")
    except DomainError as error:
        return error.message, ""


def _note(coach: User, owner: User, what: str = AccessEntry.What.BOARD) -> None:
    note(
        candidate=owner,
        actor=coach,
        what=what,
        target=_("Sketches"),
        address=reverse("interviews:sketches"),
    )
