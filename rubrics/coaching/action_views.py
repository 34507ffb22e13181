"""The candidate's choice of a story for an action of their debrief."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from common.errors import DomainError
from rubrics.coaching import action_stories
from rubrics.coaching.forms import ActionStoryForm
from rubrics.debriefs.access import access_debrief


@login_required
@require_POST
def link_action(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Link an action to a row of one's story sheet, or take the link away."""
    access = access_debrief(request.user, loop_id)
    assert isinstance(request.user, User)
    if access.role != "candidate":
        raise Http404
    form = ActionStoryForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError(_("Choose a row of your story sheet."))
        action_stories.link(loop=access.loop, candidate=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        linked = form.cleaned_data["story_id"] is not None
        messages.success(request, _("Linked to your story.") if linked else _("The link is taken away."))
    return redirect("rubrics:debrief", loop_id=loop_id)
