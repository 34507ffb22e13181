"""A candidate's season: one's own, and for a coach each candidate's."""

from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.grants.selectors import held_grants
from accounts.models import User
from accounts.trail import services as trail
from prep.offers.selectors import offers_shared_with
from prep.stories.selectors import shared_with
from rubrics.coaching.selectors import drills_of
from rubrics.season import selectors, words
from rubrics.season.access import SeasonAccess, access_season
from rubrics.season.programme import programme_of

PEOPLE = 200
"""Candidates that are offered to go on to; more are found from the list of debriefs."""


@login_required
@require_safe
def own_season(request: HttpRequest) -> HttpResponse:
    """One's own season; for whoever only coaches, their candidates to choose from."""
    person = cast(User, request.user)
    chosen = request.GET.get("candidate", "")
    if chosen.isdecimal() and len(chosen) < 10:
        return redirect("rubrics:season_of", candidate_id=int(chosen))
    if person.is_candidate or not person.is_coach:
        return _season(request, access_season(person, person.pk))
    context = {"rows": selectors.seasons(person)[:PEOPLE]}
    return render(request, "rubrics/season/people.html", context)


@login_required
@require_safe
def season(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """The season of a candidate."""
    access = access_season(request.user, candidate_id)
    if access.role == "candidate":
        return redirect("rubrics:season")
    return _season(request, access)


def _season(request: HttpRequest, access: SeasonAccess) -> HttpResponse:
    candidate = access.candidate
    if access.role == "coach":
        trail.note(candidate=candidate, actor=access.reader, what="season", address=reverse("rubrics:season"))
    found = selectors.season_of(access.reader, candidate)
    zone = candidate.timezone
    today = timezone.now().astimezone(ZoneInfo(zone)).date()
    loops = found.by_loop
    goals = [
        words.goal(each, found.series, today=today, zone=zone, loops=loops)
        for each in selectors.goals_of(candidate)
    ]
    targets = {
        (each["goal"].kind, each["goal"].criterion): each["goal"].target
        for each in goals
        if each["goal"].target is not None and each["standing"] == "open"
    }
    now = timezone.now()
    due: list[tuple[date, dict[str, Any]]] = [
        (each["goal"].due_on, {"goal": each}) for each in goals if each["standing"] != "dropped"
    ]
    drills = [each for each in drills_of(candidate, access.reader) if each.state != "withdrawn"]
    due += [(each.due_on, {"drill": each}) for each in drills if each.due_on]
    context: dict[str, Any] = {
        "programme": programme_of(candidate, now, due),
        "drills": [each for each in drills if not each.due_on],
        "access": access,
        "candidate": candidate,
        "season": found,
        "summary": words.summary(found) if found.marks else "",
        "newest": found.marks[-1] if found.marks else None,
        "marks": [{"mark": each, "title": words.mark_title(each)} for each in found.marks],
        "groups": words.groups(found, zone=timezone.get_current_timezone_name(), targets=targets),
        "goals": [each for each in goals if each["standing"] == "open"],
        "closed_goals": [each for each in reversed(goals) if each["standing"] != "open"],
        "notes": selectors.notes_of(access),
        "shared_stories": _of(shared_with(access.reader), access),
        "shared_offers": _of(offers_shared_with(access.reader), access),
        "people": list(held_grants(access.reader)[:PEOPLE]) if access.reader.is_coach else [],
        "deleted": _note_id(access, request.GET.get("deleted", "")),
        "saved": _note_id(access, request.GET.get("saved", "")),
    }
    return render(request, "rubrics/season/page.html", context)


def _of(found: QuerySet[Any], access: SeasonAccess) -> list[Any]:
    """What of a coach's shared things is this candidate's; nothing for the candidate themselves."""
    return list(found.filter(candidate=access.candidate)) if access.role == "coach" else []


def _note_id(access: SeasonAccess, text: str) -> Any:
    """The id of an own note that the address names, None otherwise."""
    return selectors.own_note_id(access, text)
