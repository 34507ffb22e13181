"""One's calendars: the list with its forms, and one of them."""

from pathlib import PurePath
from typing import cast

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from common.errors import DomainError
from interviews.busy import selectors, services
from interviews.busy.access import access_source
from interviews.busy.forms import AddressForm, FileForm, NameForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def sources(request: HttpRequest) -> HttpResponse:
    """The list; alone for htmx, which asks again while something is worked on; POST adds a calendar."""
    user = cast(User, request.user)
    file_form, address_form, status = FileForm(), AddressForm(), 200
    if request.method == "POST":
        by_address = request.POST.get("kind") == "address"
        form = AddressForm(request.POST) if by_address else FileForm(request.POST, request.FILES)
        if not ratelimit.consume(request, action="add_calendar", user=user):
            form.add_error(None, _("Too many tries. Nothing was added. Wait an hour and try again."))
        if form.is_valid():
            try:
                _add(user, form)
            except DomainError as error:
                form.add_error("url" if by_address else "file", error.message)
            else:
                messages.success(request, _("Your calendar is being looked at."))
                return redirect("interviews:busy")
        status = 422
        if isinstance(form, AddressForm):
            address_form = form
        else:
            file_form = form
    found = selectors.sources_of(user)
    context = {
        "sources": found,
        "waiting": selectors.is_waiting(found),
        "file_form": file_form,
        "address_form": address_form,
        "may_fetch": settings.CALENDAR_FETCH,
    }
    template = "interviews/busy/_list.html" if request.htmx else "interviews/busy/page.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _add(user: User, form: AddressForm | FileForm) -> None:
    name = form.cleaned_data["name"].strip()
    if isinstance(form, AddressForm):
        url = form.cleaned_data["url"]
        services.add_address(person=user, name=name or _("Calendar"), url=url)
    else:
        given = form.cleaned_data["file"]
        services.add_file(
            person=user, name=name or PurePath(given.name).stem or _("Calendar"), data=given.read()
        )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def source(request: HttpRequest, source_id: int) -> HttpResponse:
    """One calendar: POST renames it, looks again, or removes it ("action")."""
    found = access_source(cast(User, request.user), source_id)
    form = NameForm(initial={"name": found.name})
    if request.method == "POST":
        action = request.POST.get("action")
        if action == "remove":
            services.remove(source=found)
            messages.success(
                request, _("“%(name)s” and its busy times are forgotten.") % {"name": found.name}
            )
            return redirect("interviews:busy")
        if action == "refresh":
            services.refresh(source=found)
            return redirect("interviews:busy")
        form = NameForm(request.POST)
        if form.is_valid():
            services.rename(source=found, name=form.cleaned_data["name"])
            messages.success(request, _("The name is saved."))
            return redirect("interviews:busy")
    return render(
        request,
        "interviews/busy/source.html",
        {"source": found, "address": selectors.shown_address(found.url), "form": form},
        status=422 if form.errors else 200,
    )
