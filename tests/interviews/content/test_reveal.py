"""Nothing of a prompt reaches a candidate but what was revealed."""

import json
from itertools import combinations
from typing import Any

from interviews.content.reveal import announcement, step_keys, visible_steps

BODY: dict[str, Any] = {
    "slug": "SECRET-slug",
    "kind": "system_design",
    "title": "Title",
    "teaser": "Teaser",
    "steps": [
        {"key": key, "title": f"{key} title", "body": f"{key} body", "cue": "SECRET cue"}
        for key in ("one", "two", "three")
    ],
    "hints": [{"key": "h", "body": "SECRET hint", "cost": "SECRET cost"}],
    "probes": [{"key": "p", "ask": "SECRET ask", "listen_for": "SECRET answer"}],
    "facts": [{"topic": "SECRET topic", "fact": "SECRET fact"}],
}


def test_only_revealed_steps_are_visible_in_the_prompts_order() -> None:
    for count in range(4):
        for keys in combinations(["three", "two", "one"], count):
            wanted = [key for key in ("one", "two", "three") if key in keys]
            assert visible_steps(BODY, keys) == [
                {"key": key, "title": f"{key} title", "body": f"{key} body"} for key in wanted
            ]


def test_nothing_else_of_the_body_is_visible() -> None:
    shown = json.dumps([visible_steps(BODY, ["one", "two", "three"]), announcement(BODY)])
    assert "SECRET" not in shown


def test_unknown_key_reveals_nothing() -> None:
    assert visible_steps(BODY, ["h", "four", ""]) == []


def test_announcement_is_title_and_teaser() -> None:
    assert announcement(BODY) == {"title": "Title", "teaser": "Teaser"}


def test_step_keys_are_in_order() -> None:
    assert step_keys(BODY) == ["one", "two", "three"]
