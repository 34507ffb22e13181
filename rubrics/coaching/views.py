"""Annotations of a debrief: writing, changing, deleting and bringing back."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import AccessEntry
from common.errors import DomainError
from interviews.kinds import RoundKind
from interviews.looks import coach_looked_at_loop
from rubrics.coaching import services
from rubrics.coaching.access import OpenDebrief, access_annotation, access_coached
from rubrics.coaching.forms import AnnotationForm
from rubrics.coaching.places import Place, places_of
from rubrics.debriefs.content import upgraded
from rubrics.models import Annotation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def annotate(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Write on a debrief; the address names the place. By script the form alone, to be shown in place."""
    access = access_coached(request.user, loop_id)
    places = _places(access)
    wanted = request.GET.get("on", "")
    here = next((each for each in places if each.key == wanted), places[0])
    initial = {"key": uuid.uuid4(), "version": 0, "place": here.key}
    form = AnnotationForm(request.POST if request.method == "POST" else None, places=places, initial=initial)
    if form.is_bound and form.is_valid():
        place = form.chosen()
        try:
            made = services.annotate(
                key=form.cleaned_data["key"],
                loop=access.loop,
                author=access.coach,
                kind=place.kind,
                criterion=place.criterion,
                text=form.cleaned_data["text"],
                is_shared=form.shared(),
            )
        except DomainError as refusal:
            form.add_error("text", refusal.message)
        else:
            if made.is_shared:
                _note(access)
            return _back(made)
    part = "_form" if request.htmx else "form"  # type: ignore[attr-defined]
    context = _context(request, access, form, here) | {"action": reverse("rubrics:annotate", args=[loop_id])}
    return render(request, f"rubrics/coaching/{part}.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def annotation(request: HttpRequest, annotation_id: UUID) -> HttpResponse:
    """Change what one wrote, or who reads it."""
    found, access = access_annotation(request.user, annotation_id)
    here = _place_of(found, access)
    initial = {
        "key": found.pk,
        "version": found.version,
        "text": found.text,
        "is_shared": "yes" if found.is_shared else "no",
    }
    form = AnnotationForm(
        request.POST if request.method == "POST" else None, places=[], fixed=True, initial=initial
    )
    newer, status = None, 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            was = found.is_shared
            made = services.rewrite(
                annotation=found,
                version=form.cleaned_data["version"],
                text=form.cleaned_data["text"],
                is_shared=form.shared(),
            )
        except services.Stale as stale:
            newer, status = stale.newer, 409
            # Sent once more it is known what it replaces.
            data = request.POST.copy()
            data["version"] = str(stale.newer.version)
            form = AnnotationForm(data, places=[], fixed=True)
        except DomainError as refusal:
            form.add_error("text", refusal.message)
        else:
            if made.is_shared or was:
                _note(access)
            return _back(made)
    context = _context(request, access, form, here) | {
        "annotation": found,
        "newer": newer,
        "action": reverse("rubrics:annotation", args=[found.pk]),
    }
    return render(request, "rubrics/coaching/form.html", context, status=status)


@login_required
@require_POST
def remove_annotation(request: HttpRequest, annotation_id: UUID) -> HttpResponse:
    """Delete what one wrote, or bring it back."""
    found, _access = access_annotation(request.user, annotation_id)
    if request.POST.get("do") == "back":
        services.bring_back(annotation=found)
    else:
        services.remove(annotation=found)
        messages.success(request, _("Deleted. For a day you can bring it back, in its place."))
    return _back(found)


def _places(access: OpenDebrief) -> list[Place]:
    titles = {kind: str(label) for kind, label in RoundKind.choices}
    return places_of(upgraded(access.revision.content), titles, _("The whole debrief"))


def _place_of(found: Annotation, access: OpenDebrief) -> Place:
    mine = Place(found.kind, found.criterion)
    places = {each.key: each for each in _places(access)}
    # A criterion that the debrief no longer has is called by its key.
    return places.get(mine.key) or Place(found.kind, found.criterion, found.criterion or found.kind)


def _context(request: HttpRequest, access: OpenDebrief, form: AnnotationForm, here: Place) -> dict[str, Any]:
    return {"loop": access.loop, "form": form, "here": here, "keep": f"annotation:{access.coach.pk}"}


def _back(found: Annotation) -> HttpResponse:
    return redirect(f"{reverse('rubrics:debrief', args=[found.loop_id])}#remark-{found.pk}")


def _note(access: OpenDebrief) -> None:
    address = reverse("rubrics:debrief", args=[access.loop.pk])
    coach_looked_at_loop(access.coach, access.loop, AccessEntry.What.ANNOTATION, address=address)
