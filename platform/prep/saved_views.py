"""Answering a form that saves itself, with script and without."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.errors import Conflict
from common.requests import wants_json, whole
from prep.models import Kept
from prep.saving import differences, invalid_answer, refused_answer, saved_answer


class Show(Protocol):
    """Shows the page again with a form as it was typed."""

    def __call__(self, form: Any, status: int = ..., **more: Any) -> HttpResponse: ...


def posted(
    request: HttpRequest,
    form: forms.Form,
    *,
    save: Callable[[Any, int], Kept],
    saved: Callable[[], tuple[Any, Callable[[Any], Mapping[str, Any]]]],
    show: Show,
    back: str = "",
) -> HttpResponse:
    """Save what was typed, and say how that went: by JSON to a script, else by a page.

    Args:
        request: the POST; `action` "replace" with `newer` overwrites a version the candidate was told of.
        form: bound, with the hidden field `version`.
        save: writes what a valid form says upon a version, and returns the thing; raises Conflict.
        saved: the thing as it is now, and how it becomes the form's values.
        show: the page again; with `refusal`, `differences` and `newer` where there are two versions.
        back: the name of the address to go to once saved, the same address when left out.
    """
    if not form.is_valid():
        return invalid_answer(form) if wants_json(request) else show(form, 422)
    version = form.cleaned_data["version"]
    if request.POST.get("action") == "replace":
        # The candidate was told of the newer version and chose what this page says.
        version = whole(request.POST.get("newer"), version)
    try:
        thing = save(form, version)
    except Conflict as error:
        newer, values = saved()
        apart = differences(form, values(newer))
        if wants_json(request):
            return refused_answer(error, newer.version, apart)
        return show(form, 409, refusal=error, differences=apart, newer=newer.version)
    if wants_json(request):
        return saved_answer(thing.version)
    messages.success(request, _("Saved."))
    return redirect(back or request.path)
