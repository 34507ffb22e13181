"""Taking over, criterion by criterion, what somebody else published while a draft was written. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from rubrics.authoring.diff import Diff, compare
from rubrics.authoring.drafts import Draft, criterion_of, draft_of, without

TITLE, CALLS = "title", "calls"  # no criterion's name: those are taken with "c-" before the key


@dataclass(frozen=True)
class Meanwhile:
    """What was published while a draft was written. `both` holds what the draft changes as well."""

    theirs: Diff
    both: frozenset[str]

    def names(self) -> list[str]:
        """All that can be taken over: "title", "calls", and "c-<key>" for each criterion."""
        return [
            *([TITLE] if self.theirs.title else []),
            *(f"c-{each.key}" for each in self.theirs.criteria),
            *([CALLS] if self.theirs.calls else []),
        ]


def meanwhile(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Meanwhile:
    """What became of `base` elsewhere (`theirs`), and which of it was changed here (`mine`) too."""
    ours = compare(base, mine)
    touched = {f"c-{each.key}" for each in ours.criteria}
    touched |= {TITLE} if ours.title else set()
    touched |= {CALLS} if ours.calls else set()
    found = Meanwhile(compare(base, theirs), frozenset())
    return Meanwhile(found.theirs, frozenset(touched & set(found.names())))


def take(draft: Draft, theirs: Mapping[str, Any], names: Collection[str]) -> Draft:
    """The draft with what was chosen as it is in `theirs`, the body of a version.

    A criterion that `theirs` does not have is taken out and can be brought back; one that the draft does not
    have comes in behind the one it stands behind there. What is not chosen stays as it was typed.
    """
    wanted = draft_of(theirs)
    taken: Draft = {**draft, "criteria": list(draft["criteria"]), "removed": list(draft["removed"])}
    if TITLE in names:
        taken["title"] = wanted["title"]
    if CALLS in names:
        taken["calls"] = wanted["calls"]
    order = [each["key"] for each in theirs["criteria"]]
    for place, criterion in enumerate(theirs["criteria"]):
        if f"c-{criterion['key']}" not in names:
            continue
        new = criterion_of(criterion, "")
        here = [each["id"] for each in taken["criteria"]]
        if new["id"] in here:
            taken["criteria"][here.index(new["id"])] = new
        else:
            ahead = next((each for each in reversed(order[:place]) if each in here), None)
            taken["criteria"].insert(here.index(ahead) + 1 if ahead else 0, new)
            taken["removed"] = [each for each in taken["removed"] if each["criterion"]["id"] != new["id"]]
    for name in sorted(names):
        if name.startswith("c-") and name[2:] not in order:
            taken = without(taken, name[2:])
    return taken
