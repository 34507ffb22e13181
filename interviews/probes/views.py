"""Stories of a round: shared by its candidate, read as questions and commented by its people."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import AccessEntry, User
from accounts.trail.services import note
from common.errors import DomainError
from interviews.access import access_round
from interviews.probes import services
from interviews.probes.access import access_brought
from interviews.probes.selectors import brought_into, room_context
from prep import keeping
from prep.models import Story
from prep.stories import printed
from prep.stories.comments import comment_context, say
from prep.stories.probes import probes
from prep.stories.selectors import texts_of
from prep.stories.words import probe_words


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def round_stories(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """What of their sheet the candidate shares with a round; POST shares a row or takes it back."""
    user = cast(User, request.user)
    access = access_round(user, round_id)
    refusal = ""
    if request.method == "POST":
        if access.role != "candidate":
            raise Http404
        story = keeping.access(Story, user, _id(request.POST.get("story", "")))
        try:
            if request.POST.get("do") == "share":
                services.bring(round=access.round, story=story, actor=user)
            else:
                services.take_back(round=access.round, story=story)
        except DomainError as error:
            refusal = error.message
        if not request.htmx:  # type: ignore[attr-defined]
            if refusal:
                messages.error(request, refusal)
            return redirect("interviews:round_stories", round_id)
    context = room_context(access) | {"round": access.round, "role": access.role, "refusal": refusal}
    # The page is about nothing else, and whoever has just chosen goes on choosing.
    context["unfolded"] = True
    template = "room/_stories" if request.htmx else "probes/page"  # type: ignore[attr-defined]
    return render(request, f"interviews/{template}.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def brought_story(request: HttpRequest, round_id: UUID, story_id: UUID) -> HttpResponse:
    """One shared story whole, with its questions, to read and to say something to."""
    user = cast(User, request.user)
    access, story = access_brought(user, round_id, story_id)
    if request.method == "POST":
        say(request, story, user)
        return redirect("interviews:brought_story", round_id, story_id)
    if access.role == "coach":
        target = _("A story of the sheet")
        note(candidate=story.candidate, actor=user, what=AccessEntry.What.PLAN, target=target)
    context = {
        "round": access.round,
        "story": story,
        "texts": texts_of(story),
        "labels": printed.labels(),
        "probes": [probe_words(*each) for each in probes(texts_of(story))],
        "others": [each for each in brought_into(access.round) if each.story.pk != story.pk],
        **comment_context(story),
    }
    return render(request, "interviews/probes/story.html", context)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
