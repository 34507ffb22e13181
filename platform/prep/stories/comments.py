"""What a page shows of the comments to a story, and what its form does; for every page that has them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from prep.models import Story
from prep.stories import selectors, services
from prep.stories.forms import CommentForm


def comment_context(story: Story) -> dict[str, Any]:
    """The comments and the form for another one."""
    return {"comments": selectors.comments_of(story), "comment_form": CommentForm(auto_id="comment_%s")}


def say(request: HttpRequest, story: Story, person: User) -> None:
    """Do what the form asks: say something, take a comment away, or bring it back.

    The caller has seen to it that the person may read the story.
    """
    which = request.POST.get("remove") or request.POST.get("bring_back")
    if which:
        if which.isdecimal() and len(which) < 10:
            services.remove_comment(
                story=story, person=person, comment_id=int(which), back="bring_back" in request.POST
            )
        return
    form = CommentForm(request.POST)
    try:
        if not form.is_valid():
            raise DomainError(_("Write something first."))
        services.comment(story=story, author=person, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, error.message)
