"""The first page: what Mockloop is, or what is next for the person signed in. And the design system."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from interviews.attendance.notice import ask_context
from interviews.attendance.selectors import disputes_to_settle, passes_of
from interviews.attendance.selectors import open_asks as live_asks
from interviews.changes.selectors import open_asks
from interviews.loops.line import loop_line
from interviews.loops.titles import loop_title
from interviews.models import Seat
from mockloop.dashboard import samples, selectors
from mockloop.dashboard.steps import Facts, next_step
from rubrics.calibration.selectors import lacking
from rubrics.coaching.selectors import waiting_for
from rubrics.sessions.selectors import waiting_of


def home(request: HttpRequest) -> HttpResponse:
    """The landing page for a visitor, the dashboard for somebody signed in."""
    if not isinstance(request.user, User):
        return render(request, "mockloop/landing.html", {"line": samples.promised_line()})
    return render(request, "mockloop/dashboard.html", _dashboard(request.user))


def _dashboard(person: User) -> dict[str, Any]:
    now = timezone.now()
    seats = selectors.coming_seats(person, now)
    own = next((seat.round.loop for seat in seats if seat.role == Seat.Role.CANDIDATE), None)
    sessions = waiting_of(person)
    facts = Facts(
        person=person,
        now=now,
        seats=seats,
        loop=own or (selectors.latest_loop(person) if person.is_candidate else None),
        to_score=selectors.rounds_to_score(person),
        to_look_back=selectors.rounds_to_look_back(person) if person.is_candidate else [],
        asks=list(open_asks(person, now=now)[: selectors.SHOWN]) if person.is_peer else [],
        has_hours=not person.is_peer or selectors.offers_hours(person),
        calibration=lacking(person),
        debriefs=list(selectors.newest_debriefs(person)) if person.is_coach else [],
        sessions=sessions.to_score,
    )
    return {
        "step": next_step(facts),
        "facts": facts,
        "line": loop_line(facts.loop) if facts.loop else None,
        "loop_title": loop_title(facts.loop) if facts.loop else "",
        "promised": samples.promised_line(),
        "coaching": waiting_for(person),
        "open_sessions": sessions.to_talk_over,
        "passes": list(passes_of(person)) if person.is_candidate else [],
        "disputes": disputes_to_settle().count() if person.is_staff else 0,
        "live_ask": _live_ask(person),
        "others": [seat for seat in seats if seat.role != Seat.Role.CANDIDATE],
    }


def _live_ask(person: User) -> dict[str, Any] | None:
    """What a peer is asked at this moment; other pages fetch it by script."""
    ask = live_asks(person).first() if person.is_peer else None
    return ask_context(ask) if ask else None


def design(request: HttpRequest) -> HttpResponse:
    """The design system: tokens, type, every component and its states, with sample data that says so."""
    return render(request, "mockloop/design.html", samples.design_context())
