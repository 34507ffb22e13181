"""What several pages of rubrics show."""

from typing import Any

from accounts.models import User
from interviews.kinds import RoundKind
from rubrics.authoring import selectors
from rubrics.authoring.check import Checked, check_draft, titles_elsewhere
from rubrics.authoring.drafts import Draft, body_of, keys_of
from rubrics.authoring.forms import Editor
from rubrics.authoring.words import call_name
from rubrics.models import Rubric
from rubrics.scorecards.forms import CriteriaForm

Siblings = list[tuple[str, dict[str, Any]]]


def place(track_slug: str, kind: str, current: Rubric) -> dict[str, Any]:
    """Where a page is: the rubric's track and kind, and its current version."""
    return {"track": track_slug, "kind": kind, "label": RoundKind(kind).label, "current": current}


def reading(body: dict[str, Any]) -> dict[str, Any]:
    """A rubric as the rater sees it; works for a body that lacks things as well."""
    rows = CriteriaForm(body=body, prefix="preview").rows()
    calls = [(call["title"] or call_name(call["key"]), call.get("meaning", "")) for call in body["calls"]]
    return {"rows": rows, "calls": calls, "title": body["title"]}


def draft_body(draft: Draft, kind: str, siblings: Siblings) -> dict[str, Any]:
    """A draft as a body, valid or not."""
    return body_of(draft, kind, titles_elsewhere(body for _name, body in siblings))


def editor(draft: Draft, kind: str, siblings: Siblings, *, strict: bool) -> tuple[Editor, Checked]:
    """A draft as the editor shows it, and as checked."""
    checked = check_draft(draft, kind, siblings)
    shown = Editor(
        draft,
        keys=keys_of(draft["criteria"], titles_elsewhere(body for _name, body in siblings)),
        problems=checked.problems,
        shared=selectors.shared_with(siblings),
        strict=strict,
    )
    return shown, checked


def store_name(user: User, track_slug: str, kind: str) -> str:
    """Where the editor's script keeps in the browser what is not saved yet."""
    return f"mockloop-rubric:{user.pk}:{track_slug}:{kind}"
