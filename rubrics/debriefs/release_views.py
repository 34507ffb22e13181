"""Releasing a debrief before everything is in: what that means, and the word for it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.errors import DomainError
from rubrics.debriefs.access import access_debrief
from rubrics.debriefs.releasing import release, releasing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def release_debrief(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Say to the coach what is missing and what releasing means; POST does it.

    Raises:
        Http404: for everybody but a coach of the candidate who owes no card of the loop.
    """
    access = access_debrief(request.user, loop_id)
    if access.role != "coach":
        raise Http404
    assert isinstance(request.user, User)
    refusal = ""
    if request.method == "POST":
        try:
            release(loop=access.loop, coach=request.user)
        except DomainError as error:
            refusal = error.message
        else:
            messages.success(
                request,
                _("Released. %(name)s gets a mail as soon as it is put together.")
                % {"name": access.loop.candidate.shown_name},
            )
            return redirect("rubrics:debrief", loop_id=access.loop.pk)
    context = {"loop": access.loop, "found": releasing(access.loop), "refusal": refusal}
    return render(request, "rubrics/debriefs/release.html", context, status=409 if refusal else 200)
