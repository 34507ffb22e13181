"""The candidate's log of who looked at what, as a page and as a file."""

import csv
from collections.abc import Iterator
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import AccessEntry, User
from accounts.trail import selectors
from common.cells import as_typed

PAGE = 50


@login_required
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who looked at what of the asker's, the latest first; of one person when the address names one."""
    person = cast(User, request.user)
    who, people = request.GET.get("who", ""), selectors.actors_of(person)
    who = who if who in dict(people) else ""
    entries = selectors.by_actor(selectors.entries_of(person), who)
    return render(
        request,
        "accounts/trail/page.html",
        {
            "page": Paginator(entries, PAGE).get_page(request.GET.get("page")),
            "people": people,
            "who": who,
            "person": dict(people).get(who, ""),
        },
    )


@login_required
@require_safe
def trail_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The whole log of the asker's, or one person's part of it, for a spreadsheet; times in UTC."""
    person = cast(User, request.user)
    entries = selectors.by_actor(selectors.entries_of(person), request.GET.get("who", ""))
    response = StreamingHttpResponse(_lines(entries), content_type="text/csv; charset=utf-8")
    name = f"who-looked-at-what-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


class _Line:
    """What `csv` writes into: the line itself comes back."""

    def write(self, line: str) -> str:
        return line


def _lines(entries: QuerySet[AccessEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    # The mark by which spreadsheets know UTF-8.
    yield "\ufeff" + writer.writerow([_("Who"), _("What"), _("Of what"), _("First"), _("Last"), _("Times")])
    for entry in entries.iterator(chunk_size=500):
        cells = [entry.actor_label, entry.get_what_display(), entry.target]
        times = [each.strftime("%Y-%m-%dT%H:%M:%SZ") for each in (entry.first_at, entry.last_at)]
        yield writer.writerow([*map(as_typed, cells), *times, entry.times])
