"""Template tags that put a coach's annotations into their places on a debrief."""

from typing import Any

from django import template

from rubrics.coaching.places import Place

register = template.Library()


@register.inclusion_tag("rubrics/coaching/_whole.html", takes_context=True)
def remarks_on_whole(context: dict[str, Any]) -> dict[str, Any]:
    """What is about the whole debrief, and for a coach the link to write on it.

    Where the page carries no annotations (a print, a share, an interviewer's page) there is nothing.
    """
    found = context.get("remarks")
    return _shown(context, found.at("", "") if found else [], Place())


@register.inclusion_tag("rubrics/coaching/_remarks.html", takes_context=True)
def remarks_of_round(context: dict[str, Any], kind: str) -> dict[str, Any]:
    """What is about a round or one of its criteria, and for a coach the link to write there."""
    found = context.get("remarks")
    return _shown(context, found.of_round(kind) if found else [], Place(kind)) | {"names": True}


@register.inclusion_tag("rubrics/coaching/_remarks.html", takes_context=True)
def remarks_left(context: dict[str, Any]) -> dict[str, Any]:
    """Everything that no place has shown: of rounds or criteria that this revision doesn't have."""
    found = context.get("remarks")
    return _shown(context, found.rest() if found else [], Place()) | {"names": True, "may_write": False}


def _shown(context: dict[str, Any], things: list[Any], place: Place) -> dict[str, Any]:
    return {
        "things": things,
        "place": place,
        "loop": context.get("loop"),
        "may_write": context.get("remarks") is not None and context.get("role") == "coach",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("rubrics/debriefs/_action_story.html", takes_context=True)
def action_story(context: dict[str, Any], slug: str) -> dict[str, Any]:
    """For the candidate: the row of their story sheet that belongs to an action, or the choice of one."""
    return {
        "slug": slug,
        "loop": context.get("loop"),
        "own_stories": context.get("own_stories", []),
        "chosen": context.get("action_stories", {}).get(slug),
    }
