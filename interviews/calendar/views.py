"""A round as a file for one's calendar."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from interviews.access import access_round
from interviews.calendar.invitation import document
from interviews.calendar.mails import invitation
from interviews.models import Round


@require_safe
@login_required
def round_calendar(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The round's event, under the same name as in the mails, so that a calendar keeps one entry."""
    round_ = access_round(request.user, round_id).round
    text = document(invitation(round_), "PUBLISH", cancelled=round_.state == Round.State.CANCELLED)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mockloop-{round_.kind}.ics"'
    return answer
