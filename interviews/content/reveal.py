"""What of a prompt the candidate may get. Pure: the one place that decides it.

A prompt's body holds hints, probes, facts and steps that are not yet revealed. Pages, fragments and sockets
that a candidate reads take a prompt through here, so nothing else can slip out with it.
"""

from collections.abc import Collection
from typing import Any


def visible_steps(body: dict[str, Any], revealed: Collection[str]) -> list[dict[str, str]]:
    """The revealed steps in the prompt's order, each {key, title, body}.

    Args:
        body: a prompt's validated body.
        revealed: keys of the steps that the interviewer has opened; unknown keys are ignored.
    """
    return [
        {"key": step["key"], "title": step["title"], "body": step["body"]}
        for step in body["steps"]
        if step["key"] in revealed
    ]


def announcement(body: dict[str, Any]) -> dict[str, str]:
    """What the lobby may show before anything is revealed: {title, teaser}."""
    return {"title": body["title"], "teaser": body["teaser"]}


def step_keys(body: dict[str, Any]) -> list[str]:
    """The keys of all steps, in order; to check a reveal against, not to send to a candidate."""
    return [step["key"] for step in body["steps"]]


def next_step(body: dict[str, Any], revealed: Collection[str]) -> str | None:
    """The key of the first step that is not yet revealed, or None when all are."""
    return next((key for key in step_keys(body) if key not in revealed), None)
