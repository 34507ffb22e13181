"""What the pages and prints of one revision share, whichever revision it is."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews.looks import coach_looked_at_loop
from interviews.models import Loop, Seat
from rubrics.debriefs import selectors
from rubrics.debriefs.access import DebriefAccess
from rubrics.debriefs.boards import boards_of
from rubrics.debriefs.content import upgraded
from rubrics.debriefs.pdf import make_pdf
from rubrics.debriefs.reading import Reading
from rubrics.debriefs.report import report
from rubrics.models import DebriefRevision
from rubrics.raters.severity import severities


def said(access: DebriefAccess, revision: DebriefRevision, user: User | AnonymousUser) -> dict[str, Any]:
    """The report of a revision for a reader, and for the coach how severe its raters are."""
    content = selectors.readable(revision.content, user)
    found: dict[str, Any] = {"report": report(content, _reading(content, access.loop, rooms(access, user)))}
    if access.role == "coach":
        found["severity"] = severities(revision.content)
    return found


def note_look(user: User | AnonymousUser, access: DebriefAccess, what: str) -> None:
    """Write in the candidate's log what their coach looks at."""
    if access.role == "coach":
        assert isinstance(user, User)
        address = reverse("rubrics:debrief", args=[access.loop.pk])
        coach_looked_at_loop(user, access.loop, what, address=address)


def print_of(request: HttpRequest, revision: DebriefRevision) -> HttpResponse:
    """A revision's print as an answer: the one that was kept, or for who may not read all of it one without
    the rest."""
    whole = upgraded(revision.content)
    content = selectors.readable(whole, request.user)
    if content["since"] == whole["since"]:
        pdf = bytes(DebriefRevision.objects.only("pdf").get(pk=revision.pk).pdf)
    else:
        pdf = make_pdf(content, boards_of(content))
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"debrief-{timezone.localtime(revision.compiled_at):%Y-%m-%d}-{revision.number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def rooms(access: DebriefAccess, user: User | AnonymousUser) -> set[UUID] | None:
    """The rounds whose room the reader may open: an interviewer's own, everybody else's all."""
    if access.role != "interviewer":
        return None
    seats = Seat.objects.filter(round__loop=access.loop, person=user.pk)
    return set(seats.values_list("round_id", flat=True))


def _reading(content: dict[str, Any], loop: Loop, opened: set[UUID] | None) -> Reading:
    """What the page links for a reader: pictures of boards, and replays of those they may open."""
    held = [each for each in content["rounds"] if each["board"]]
    return Reading(
        picture=lambda board: reverse("rubrics:debrief_board", args=[loop.pk, board]),
        openable={each["board"]["id"] for each in held if opened is None or UUID(each["id"]) in opened},
    )
