"""The list of debriefs, a coach's candidates' and one's own; and the views of it that people keep."""

from typing import cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import AccessEntry, User
from accounts.trail import services as trail
from common.errors import DomainError
from rubrics.history import listing, services
from rubrics.history.forms import FilterForm
from rubrics.models import SavedView


@login_required
@require_safe
def debriefs(request: HttpRequest) -> HttpResponse:
    """The debriefs the asker may look back on, by the address; without one, by their default view."""
    user = cast(User, request.user)
    if not request.GET and (default := listing.default_view(user)) is not None:
        return redirect(f"{reverse('rubrics:debriefs')}?{listing.address(default)}")
    context = listing.context(user, request.GET)
    trail.note_all(
        candidates=[row["debrief"].candidate for row in context["rows"]],
        actor=user,
        what=AccessEntry.What.HISTORY,
        address=reverse("rubrics:debriefs"),
    )
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "rubrics/history/page.html", context)
    response = render(request, "rubrics/history/_list.html", context)
    # The address as it is shared: without what was left empty.
    response["HX-Push-Url"] = f"{reverse('rubrics:debriefs')}?{context['query']}{context['view_part']}"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def saved_views(request: HttpRequest) -> HttpResponse:
    """One's saved views; POST keeps another, and shows the list with it."""
    user = cast(User, request.user)
    if request.method == "POST":
        data = QueryDict(request.POST.get("query", "")[:2000])
        name = request.POST.get("name", "")
        try:
            view = services.save_view(
                person=user,
                name=name,
                query=listing.filter_form(user, data).query(),
                default="default" in request.POST,
            )
        except DomainError as refusal:
            context = listing.context(user, data) | {"save_error": refusal.message, "save_name": name}
            return render(request, "rubrics/history/page.html", context, status=422)
        messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
        return redirect(f"{reverse('rubrics:debriefs')}?{listing.address(view)}")
    return _views_page(request, user)


@login_required
@require_POST
def change_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Rename a view, let it show something else, open the list with it or not, delete it, take it back.

    Raises:
        Http404: for everybody but whoever saved it.
    """
    user, do = cast(User, request.user), request.POST.get("do")
    views = reverse("rubrics:saved_views")
    if do == "rename":
        name = request.POST.get("name", "")
        try:
            services.rename_view(person=user, view_id=view_id, name=name)
        except DomainError as refusal:
            return _views_page(request, user, failed=view_id, typed=name, error=refusal.message)
    elif do == "replace":
        query = listing.filter_form(user, QueryDict(request.POST.get("query", "")[:2000])).query()
        view = services.replace_view(person=user, view_id=view_id, query=query)
        messages.success(request, _("“%(name)s” shows this from now on.") % {"name": view.name})
        return redirect(f"{reverse('rubrics:debriefs')}?{listing.address(view)}")
    elif do in {"default", "no_default"}:
        services.choose_default(person=user, view_id=view_id, on=do == "default")
    elif do == "delete":
        services.delete_view(person=user, view_id=view_id)
        return redirect(f"{views}?deleted={quote(str(view_id))}")
    elif do == "restore":
        view = services.restore_view(person=user, view_id=view_id)
        messages.success(request, _("“%(name)s” is back.") % {"name": view.name})
    return redirect(views)


def _views_page(
    request: HttpRequest, user: User, *, failed: UUID | None = None, typed: str = "", error: str = ""
) -> HttpResponse:
    views = list(SavedView.objects.filter(person=user, deleted_at=None))
    offers = listing.offers(user)
    shown = [
        {
            "view": each,
            "words": ", ".join(word.text for word in FilterForm(QueryDict(each.query), **offers).words()),
            "address": listing.address(each),
            "typed": typed if each.pk == failed else each.name,
            "error": error if each.pk == failed else "",
        }
        for each in views
    ]
    deleted = listing.given_uuid(request.GET.get("deleted"))
    context = {
        "shown": shown,
        "deleted": SavedView.objects.filter(pk=deleted, person=user).exclude(deleted_at=None).first()
        if deleted
        else None,
    }
    return render(request, "rubrics/history/views.html", context, status=422 if error else 200)
