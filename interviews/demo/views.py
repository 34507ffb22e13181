"""The button that brings a round forward, on a machine where the demo is on."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from common.errors import DomainError
from interviews.access import access_round
from interviews.demo.services import bring_forward


@login_required
@require_POST
def bring_forward_view(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Move the round to now and go to its room; a coach, who has no seat, gets a 404."""
    access = access_round(request.user, round_id)
    if access.role == "coach":
        raise Http404
    try:
        bring_forward(round=access.round, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("interviews:loop", access.round.loop_id)
    return redirect("interviews:room", round_id)
