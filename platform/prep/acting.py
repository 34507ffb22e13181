"""Answering what is done to one thing of the workspace: put away, brought back, moved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.errors import DomainError
from prep import keeping
from prep.access import access_workspace
from prep.act_form import ActForm


def act_on(request: HttpRequest, model: type[Any], thing_id: UUID, back: str) -> HttpResponse:
    """Do what the form says to the candidate's own thing, and go back to the page named `back`."""
    candidate = access_workspace(request.user)
    form = ActForm(request.POST)
    if form.is_valid():
        try:
            keeping.act(model, candidate=candidate, thing_id=thing_id, act=form.cleaned_data["act"])
        except DomainError as error:
            messages.error(request, error.message)
        else:
            if form.cleaned_data["act"] == "put_away":
                messages.success(request, _("Put away. You find it at the end of this page."))
    return redirect(back)
