"""What is different between two versions of a rubric, down to single words. Pure.

Criteria are the same where their keys are. A criterion counts as moved where it is not part of the longest
run of criteria that kept their order, so that moving one of five is one move and not four.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from common.worddiff import GONE, NEW, Part, words
from rubrics.content.schema import CALLS, POINTS


@dataclass(frozen=True)
class Change:
    """One field that differs: `name` as in the file, such as `question`, `anchor_3` or `example`."""

    name: str
    parts: tuple[Part, ...]

    @property
    def old(self) -> str:
        """What it said."""
        return "".join(part.text for part in self.parts if part.kind != NEW)

    @property
    def new(self) -> str:
        """What it says."""
        return "".join(part.text for part in self.parts if part.kind != GONE)


@dataclass(frozen=True)
class Compared:
    """A criterion in two versions; `was` and `now` are its places from 1, 0 where it is missing."""

    key: str
    title: str
    was: int
    now: int
    moved: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def added(self) -> bool:
        """Whether only the new version has it."""
        return self.was == 0

    @property
    def removed(self) -> bool:
        """Whether only the old version has it."""
        return self.now == 0

    @property
    def renamed(self) -> bool:
        """Whether it has another title."""
        return any(change.name == "title" for change in self.changes)

    @property
    def differs(self) -> bool:
        """Whether anything about it is different."""
        return self.added or self.removed or self.moved or bool(self.changes)


@dataclass(frozen=True)
class Diff:
    """All that differs; criteria in the order of the new version, those that are gone at their old place."""

    title: Change | None
    criteria: list[Compared]
    calls: list[tuple[str, tuple[Change, ...]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.title is not None or bool(self.criteria) or bool(self.calls)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Diff:
    """What makes `old` into `new`, both bodies of rubrics; parts that are the same are left out."""
    before = {each["key"]: each for each in old["criteria"]}
    after = {each["key"]: each for each in new["criteria"]}
    was = {key: place for place, key in enumerate(before, start=1)}
    now = {key: place for place, key in enumerate(after, start=1)}
    stayed = _stayed([was[key] for key in after if key in was])
    found = []
    for key in _order(list(before), list(after)):
        one, two = before.get(key), after.get(key)
        found.append(
            Compared(
                key=key,
                title=(two or one or {})["title"],
                was=was.get(key, 0),
                now=now.get(key, 0),
                moved=key in was and key in now and was[key] not in stayed,
                changes=_criterion_changes(one, two) if one and two else (),
            )
        )
    calls = {call["key"]: call for call in old["calls"]}
    said = {call["key"]: call for call in new["calls"]}
    call_changes = [
        (
            key,
            _changes(
                [
                    (name, calls.get(key, {}).get(name, ""), said.get(key, {}).get(name, ""))
                    for name in ("title", "meaning")
                ]
            ),
        )
        for key in CALLS
    ]
    title = _changes([("title", old["title"], new["title"])])
    return Diff(
        title=title[0] if title else None,
        criteria=[each for each in found if each.differs],
        calls=[(key, changes) for key, changes in call_changes if changes],
    )


def _changes(fields: Sequence[tuple[str, str, str]]) -> tuple[Change, ...]:
    return tuple(Change(name, words(old, new)) for name, old, new in fields if old != new)


def _criterion_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    fields = [(name, old[name], new[name]) for name in ("title", "question")]
    fields.append(("weight", str(old["weight"]), str(new["weight"])))
    fields.append(("concept", old.get("concept", ""), new.get("concept", "")))
    fields += [(f"anchor_{point}", old["anchors"][point], new["anchors"][point]) for point in POINTS]
    found = _changes(fields)
    if bool(old.get("must_observe")) != bool(new.get("must_observe")):
        kind: Literal["gone", "new"] = "new" if new.get("must_observe") else "gone"
        found += (Change("must_observe", (Part(kind, "true"),)),)
    return found + _example_changes(old["evidence_examples"], new["evidence_examples"])


def _example_changes(old: Sequence[str], new: Sequence[str]) -> tuple[Change, ...]:
    """Examples that came, went or were worded anew; one that was only moved is said to have come and gone."""
    found: list[Change] = []
    for _what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] == new[c:d]:
            continue
        pairs = min(b - a, d - c)
        found += [Change("example", words(old[a + each], new[c + each])) for each in range(pairs)]
        found += [Change("example", (Part("gone", text),)) for text in old[a + pairs : b]]
        found += [Change("example", (Part("new", text),)) for text in new[c + pairs : d]]
    return tuple(found)


def _order(before: list[str], after: list[str]) -> list[str]:
    """The new order, each key that is gone behind the one it stood behind."""
    order = list(after)
    for place, key in enumerate(before):
        if key not in order:
            ahead = next((each for each in reversed(before[:place]) if each in order), None)
            order.insert(order.index(ahead) + 1 if ahead else 0, key)
    return order


def _stayed(places: Sequence[int]) -> set[int]:
    """The longest increasing run among old places as they stand now: these criteria were not moved.

    Of several, the one with most criteria at the very place they had: of two that changed places, both moved.
    """
    best: list[tuple[tuple[int, int], tuple[int, ...]]] = []
    for now, place in enumerate(places, start=1):
        ahead = [(worth, run) for worth, run in best if run[-1] < place]
        (length, fixed), run = max(ahead, default=((0, 0), ()))
        best.append(((length + 1, fixed + (now == place)), (*run, place)))
    return set(max(best)[1]) if best else set()
