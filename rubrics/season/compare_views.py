"""Two debriefs side by side."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.trail import services as trail
from rubrics.season import compare
from rubrics.season.compare import Side
from rubrics.season.selectors import people_with_debriefs


@login_required
@require_safe
def compare_debriefs(request: HttpRequest) -> HttpResponse:
    """Choose two debriefs and read them side by side; the address holds which.

    `a` and `b` name a loop, or a revision of its debrief as `<loop>:<number>`; `of_a` and `of_b` the
    candidates whose debriefs are offered. With `b` alone the candidate's debrief before it is put beside it.

    Raises:
        Http404: one of them is not the asker's to read.
    """
    user = cast(User, request.user)
    given = request.GET
    b = compare.side(user, given.get("b", ""))
    a_value = given.get("a", "")
    if b is not None and "a" not in given:
        a_value = compare.before(user, b)
    a = compare.side(user, a_value)
    people = people_with_debriefs(user)
    sides = []
    for letter, chosen in (("a", a), ("b", b)):
        person = _person(given.get(f"of_{letter}", ""), people, chosen)
        if chosen is not None and person != chosen.access.loop.candidate_id:
            # Another candidate was chosen: their debriefs are offered, and none is taken yet.
            chosen = None
        sides.append(_picker(user, letter, person, people, chosen))
    first, second = (each["chosen"] for each in sides)
    context: dict[str, Any] = {"sides": sides, "any": bool(people) or first is not None}
    if first is not None and second is not None:
        context |= compare.side_by_side(first, second)
        _note(user, first, second)
    part = "_compared" if request.htmx else "compare"  # type: ignore[attr-defined]
    return render(request, f"rubrics/season/{part}.html", context)


def _person(text: str, people: list[tuple[int, str]], chosen: Side | None) -> int | None:
    """Whose debriefs are offered: who was chosen, else the chosen debrief's candidate, else the only one."""
    if text.isdecimal() and len(text) < 10 and int(text) in dict(people):
        return int(text)
    if chosen is not None:
        return chosen.access.loop.candidate_id
    return people[0][0] if len(people) == 1 else None


def _picker(
    user: User, letter: str, person: int | None, people: list[tuple[int, str]], chosen: Side | None
) -> dict[str, Any]:
    listed = list(people)
    if chosen is not None and person not in dict(people):
        # An interviewer reads it without looking back on this candidate.
        listed.append((chosen.access.loop.candidate_id, chosen.access.loop.candidate.shown_name))
    return {
        "letter": letter,
        "people": listed,
        "person": person,
        "choices": compare.offered(user, person if person in dict(people) else None, chosen),
        "chosen": chosen,
        "value": chosen.value if chosen else "",
    }


def _note(user: User, a: Side, b: Side) -> None:
    """Written down for each candidate apart: of another one they learn nothing."""
    noted = {each.access.loop.candidate: each for each in (a, b) if each.access.role == "coach"}
    for candidate, each in noted.items():
        trail.note(candidate=candidate, actor=user, what="compare", target=each.day)
