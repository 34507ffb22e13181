"""What the scores of one criterion rest on, loop after loop."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts.trail import services as trail
from interviews.kinds import RoundKind
from rubrics.season import evidence, selectors, words
from rubrics.season.access import access_season
from rubrics.season.drawn import trend


@login_required
@require_safe
def criterion(request: HttpRequest, candidate_id: int, kind: str, criterion: str) -> HttpResponse:
    """Every score of a criterion with its evidence, newest loop first; `?back=` leads where one came from.

    Raises:
        Http404: a kind of round that isn't there, or a criterion scored in no debrief that the asker reads.
    """
    access = access_season(request.user, candidate_id)
    if kind not in RoundKind.values:
        raise Http404
    season = selectors.season_of(access.reader, access.candidate)
    line = next((each for each in season.series if (each.kind, each.criterion) == (kind, criterion)), None)
    if line is None:
        raise Http404
    if access.role == "coach":
        trail.note(
            candidate=access.candidate,
            actor=access.reader,
            what="season",
            target=line.title,
            address=reverse("rubrics:season_criterion", args=[candidate_id, kind, criterion]),
        )
    back = request.GET.get("back", "")
    context = {
        "access": access,
        "candidate": access.candidate,
        "round": RoundKind(kind).label,
        "kind": kind,
        "criterion": criterion,
        "line": words.row(line),
        "drawn": trend(line, zone=timezone.get_current_timezone_name()) if len(line.points) > 1 else "",
        "rows": evidence.rows(season, kind, criterion),
        # Only to a page of our own, and never as a link elsewhere.
        "back": back
        if back.startswith("/cohort/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        else "",
    }
    return render(request, "rubrics/season/criterion.html", context)
