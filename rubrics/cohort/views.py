"""A coach's cohort on one page."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.trail import services as trail
from rubrics.cohort import heat, selectors, words
from rubrics.cohort.forms import CohortForm
from rubrics.raters.access import access_cohort

PER_PAGE = 50
GAPS, RATERS = 8, 10


@login_required
@require_safe
def cohort(request: HttpRequest) -> HttpResponse:
    """Where the candidates stand whom the asker coaches, and what is missing; filtered by the address."""
    coach = access_cohort(request.user)
    form = CohortForm(request.GET, tracks=selectors.tracks_of(coach))
    found = selectors.cohort(coach, form.wanted())
    people = selectors.people_of(coach)
    sums, called = selectors.sums(found)
    titles = words.titled(selectors.criteria(called))
    made = heat.heat(sums, people=[each.pk for each in people], criteria=list(titles), weakest=form.weakest)
    by_id = {each.pk: each for each in people}
    page = Paginator([by_id[each] for each in made.people], PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    here = reverse("rubrics:cohort")
    links = words.Links(f"{here}?{form.query()}" if form.query() else here)
    counts, apart = selectors.cards_apart(found)
    raters, figures, computed = selectors.raters(counts)
    missing, missing_count = selectors.missing(found)
    no_shows, no_show_count = selectors.no_shows(found)
    trail.note_all(candidates=shown, actor=cast(User, request.user), what="cohort")
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "people": [
            {"person": each, "mean": words.mean(made.by_person[each.pk]) if each.pk in made.by_person else ""}
            for each in shown
        ],
        "rows": words.rows(made, shown, titles, links),
        "gaps": words.gaps(heat.common_gaps(made, GAPS), made, by_id, titles, links),
        "raters": words.raters(counts, raters, figures, computed=computed)[:RATERS],
        "apart": apart,
        "missing": missing,
        "missing_count": missing_count,
        "no_shows": words.no_shows(no_shows),
        "no_show_count": no_show_count,
        "filtered": bool(form.query()),
    }
    part = "_cohort" if request.htmx else "page"  # type: ignore[attr-defined]
    return render(request, f"rubrics/cohort/{part}.html", context)
