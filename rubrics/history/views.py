"""The list of debriefs: a coach's candidates', and one's own."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from rubrics.history import selectors
from rubrics.history.forms import FilterForm


@login_required
@require_safe
def debriefs(request: HttpRequest) -> HttpResponse:
    """The debriefs the asker may look back on, filtered by the address."""
    assert isinstance(request.user, User)
    everything = selectors.debriefs_of(request.user)
    form = FilterForm(
        request.GET, people=selectors.people_of(request.user), criteria=selectors.criteria_of(everything)
    )
    page = selectors.page(selectors.found(everything, form.wanted()), request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": selectors.rows(page),
        "sentence": form.sentence(page.paginator.count),
        "query": form.query(),
        "filtered": bool(form.wanted()),
        "any": page.paginator.count > 0 or everything.exists(),
        "coach": request.user.is_coach,
    }
    part = "_list" if request.htmx else "page"  # type: ignore[attr-defined]
    return render(request, f"rubrics/history/{part}.html", context)
