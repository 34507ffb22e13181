"""Choosing two debriefs, and saying in words what lies between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.models import Loop, Round
from rubrics.debriefs.access import DebriefAccess, access_debrief
from rubrics.debriefs.content import gaps, strengths, upgraded
from rubrics.models import DebriefRevision
from rubrics.scorecards.scale import written_mean, written_mean_of
from rubrics.season import drawn, words
from rubrics.season.selectors import opened_loops
from rubrics.season.sides import Row, rows

MOST = 60
"""Debriefs of one candidate that are offered; older ones are reached by their address."""


@dataclass(frozen=True)
class Side:
    """One of the two: a revision of a loop's debrief, whose reading was allowed."""

    access: DebriefAccess
    revision: DebriefRevision
    held_at: datetime | None
    content: dict[str, Any]

    @property
    def value(self) -> str:
        """How the address names it: the loop, and the revision unless it is the current one."""
        loop = str(self.access.loop.pk)
        return loop if self.revision.is_current else f"{loop}:{self.revision.number}"

    @property
    def day(self) -> str:
        """When the loop was held, in the reader's zone."""
        return "" if self.held_at is None else date_format(localtime(self.held_at), "j M Y")

    @property
    def short(self) -> str:
        """What stands over its column: "Maya, 12 Nov 2026", with the revision where it is an earlier one."""
        name = self.access.loop.candidate.shown_name
        said = f"{name}, {self.day}" if self.day else name
        if self.revision.is_current:
            return said
        return _("%(debrief)s, revision %(number)s") % {"debrief": said, "number": self.revision.number}


def side(user: User, text: str) -> Side | None:
    """The debrief that the address names, None where it names none.

    Raises:
        Http404: it is not there, not compiled, or not the reader's to read.
    """
    if not text:
        return None
    loop_id, _colon, number = text.partition(":")
    try:
        access = access_debrief(user, UUID(loop_id))
    except ValueError:
        raise Http404 from None
    revision = access.revision
    if number and access.debrief is not None:
        if not (number.isdecimal() and len(number) < 10):
            raise Http404
        revision = access.debrief.revisions.filter(number=int(number)).defer("pdf").first()
    if revision is None:
        raise Http404
    ends = Round.objects.filter(loop=access.loop, state=Round.State.COMPLETED).order_by("-ends_at")
    return Side(access, revision, ends.values_list("ends_at", flat=True).first(), upgraded(revision.content))


def before(user: User, given: Side) -> str:
    """The candidate's debrief before this one, as the address names it; "" where there is none."""
    if given.held_at is None:
        return ""
    wanted = {"candidate": given.access.loop.candidate, "held_at__lt": given.held_at}
    earlier = opened_loops(user).filter(**wanted)
    found = earlier.exclude(pk=given.access.loop.pk).order_by("-held_at", "-pk").first()
    return str(found.pk) if found else ""


def offered(user: User, candidate_id: int | None, chosen: Side | None) -> list[tuple[str, str]]:
    """What can be chosen of a candidate as (value, words), latest first; the chosen one always among them."""
    loops: list[Loop] = []
    if candidate_id is not None:
        wanted = {"candidate": candidate_id, "held_at__isnull": False}
        found = opened_loops(user).filter(**wanted)
        loops = list(found.prefetch_related("rounds").order_by("-held_at", "-pk")[:MOST])
    choices = [(str(loop.pk), _loop_words(loop)) for loop in loops]
    if chosen is None:
        return choices
    loop = str(chosen.access.loop.pk)
    place = next((place for place, each in enumerate(choices) if each[0] == loop), None)
    if place is None:
        choices.insert(0, (loop, chosen.day or loop))
        place = 0
    earlier = DebriefRevision.objects.filter(debrief=chosen.access.debrief, is_current=False)
    numbers = earlier.order_by("-number").values_list("number", flat=True)
    title = choices[place][1]
    choices[place + 1 : place + 1] = [
        (f"{loop}:{number}", _("%(debrief)s, revision %(number)s") % {"debrief": title, "number": number})
        for number in numbers
    ]
    return choices


def _loop_words(loop: Any) -> str:
    held = [each for each in loop.rounds.all() if each.state == Round.State.COMPLETED]
    what = _("loop")
    if len(held) == 1:
        what = _("%(round)s alone") % {"round": SHORT_TITLES[RoundKind(held[0].kind)]}
    return f"{date_format(localtime(loop.held_at), 'j M Y')}, {what}"


def side_by_side(a: Side, b: Side) -> dict[str, Any]:
    """Everything the page says of two debriefs."""
    found = rows(a.content, b.content, RoundKind.values)
    same = a.access.loop.pk == b.access.loop.pk
    groups = [
        {
            "kind": kind,
            "title": str(RoundKind(kind).label),
            "rows": [_row(each, same=same) for each in group],
            "calls": [_calls(each.content, kind) for each in (a, b)],
        }
        for kind, group in groupby(found, key=lambda each: each.kind)
    ]
    return {
        "groups": groups,
        "same_loop": same,
        "same_person": a.access.loop.candidate_id == b.access.loop.candidate_id,
        "summary": _summary(found, same=same),
        "findings": [
            {"title": title, "sides": [_found(each.content, of) for each in (a, b)]}
            for title, of in ((_("Strengths"), "strengths"), (_("Gaps"), "gaps"))
        ],
        "actions": [each.content["actions"] for each in (a, b)],
    }


def _summary(found: Sequence[Row], *, same: bool) -> str:
    both = [each.change for each in found if each.change is not None]
    if not both:
        return _("No criterion was scored in both.")
    if same:
        moved = sum(bool(each.by) for each in both)
        return ngettext(
            "Two revisions of one debrief: %(count)s score differs.",
            "Two revisions of one debrief: %(count)s scores differ.",
            moved,
        ) % {"count": moved}
    beyond = [each for each in both if each.beyond]
    up = sum(each.by > 0 for each in beyond)
    scored = ngettext(
        "%(count)s criterion was scored in both", "%(count)s criteria were scored in both", len(both)
    ) % {"count": len(both)}
    if not beyond:
        return _("%(scored)s; no difference is more than noise.") % {"scored": scored}
    return _("%(scored)s; by more than noise the second is higher on %(up)s and lower on %(down)s.") % {
        "scored": scored,
        "up": up,
        "down": len(beyond) - up,
    }


def _row(given: Row, *, same: bool) -> dict[str, Any]:
    return {
        "title": given.title,
        "sides": [_score(each) for each in (given.a, given.b)],
        "difference": _difference(given, same=same),
    }


def _score(row: dict[str, Any] | None) -> dict[str, Any]:
    """One side's score; `words` says why there is none."""
    if row is None:
        return {"score": "", "words": _("not asked"), "drawn": ""}
    observed = row["observed"]
    if not observed:
        return {"score": "", "words": _("not observed"), "drawn": ""}
    return {
        "score": written_mean(observed),
        "words": words.raters_words(len(observed)),
        "drawn": drawn.scale(row),
        "far_apart": row["far_apart"],
    }


def _difference(given: Row, *, same: bool) -> dict[str, Any] | None:
    change = given.change
    if change is None:
        return None
    by = words.signed(change.by)
    if same:
        said = _("changed") if change.by else _("the same")
    elif not change.by:
        said = _("the same")
    elif change.beyond:
        said = _("more than noise (±%(noise)s)") % {"noise": words.points(change.noise)}
    else:
        said = _("within noise (±%(noise)s)") % {"noise": words.points(change.noise)}
    beyond = bool(change.by) if same else change.beyond
    shape = "minus" if not beyond else "trending-up" if change.by > 0 else "trending-down"
    return {"by": by, "words": said, "beyond": beyond, "shape": shape}


def _calls(content: dict[str, Any], kind: str) -> list[dict[str, str]]:
    return [
        {"call": card["call_title"], "rater": card["rater"], "takeaway": card["takeaway"]}
        for round_ in content["rounds"]
        if round_["kind"] == kind
        for card in round_["cards"]
    ]


def _found(content: dict[str, Any], of: str) -> list[dict[str, str]]:
    """Strengths or gaps in words; revisions of earlier formats are weighed by the same rule now."""
    listed = content[of] or {"strengths": strengths, "gaps": gaps}[of](content["rounds"])
    return [
        {
            "title": each["title"],
            "round": str(SHORT_TITLES[RoundKind(each["kind"])]),
            "score": written_mean_of(*each["mean"]),
            "note": "" if each["reliable"] else _("rests on little"),
        }
        for each in listed
    ]
