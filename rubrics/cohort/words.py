"""A cohort ready to be shown: rows of the heat map, gaps, raters, cards and no-shows."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from django.urls import reverse

from accounts.models import User
from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.models import Attendance
from rubrics.cohort.heat import Cell, Gap, Heat
from rubrics.cohort.selectors import Criterion
from rubrics.models import RaterFigure
from rubrics.raters.words import severity
from rubrics.scorecards.scale import written_mean_of

NOBODY = 0


def mean(half_steps: Fraction) -> str:
    """A mean of half steps as it is written."""
    return written_mean_of(half_steps.numerator, half_steps.denominator)


class Links:
    """Where the evidence of a cell is: made once for each criterion, since there are thousands of cells.

    Args:
        back: the cohort's own address, "" where it is the plain one.
    """

    def __init__(self, back: str) -> None:
        self.tail = f"?back={quote(back, safe='')}"
        self.ends: dict[tuple[str, str], tuple[str, str]] = {}

    def to(self, person: int, key: tuple[str, str]) -> str:
        """The page of a candidate's scores of a criterion."""
        if key not in self.ends:
            address = reverse("rubrics:season_criterion", args=[NOBODY, *key])
            head, _nobody, tail = address.partition(f"/{NOBODY}/")
            self.ends[key] = head, tail
        head, tail = self.ends[key]
        return f"{head}/{person}/{tail}{self.tail}"


def rows(
    found: Heat, shown: Sequence[User], titles: Mapping[tuple[str, str], str], links: Links
) -> list[dict[str, Any]]:
    """The rows of the map for the candidates of one page."""
    return [
        {
            "kind": str(SHORT_TITLES[RoundKind(key[0])]),
            "title": titles[key],
            "mean": mean(found.by_criterion[key]),
            "cells": [_cell(found.cells.get((person.pk, key)), person, key, links) for person in shown],
        }
        for key in found.criteria
    ]


def _cell(cell: Cell | None, person: User, key: tuple[str, str], links: Links) -> dict[str, Any] | None:
    if cell is None:
        return None
    return {
        "name": person.shown_name,
        "score": mean(cell.mean),
        "loops": cell.loops,
        "look": f"heat__cell--{cell.band} heat__cell--at{cell.eighths}",
        "url": links.to(person.pk, key),
    }


def gaps(
    found: Sequence[Gap],
    heat: Heat,
    people: Mapping[int, User],
    titles: Mapping[tuple[str, str], str],
    links: Links,
) -> list[dict[str, Any]]:
    """The most common gaps with who has them."""
    return [
        {
            "title": titles[gap.key],
            "round": str(SHORT_TITLES[RoundKind(gap.key[0])]),
            "count": len(gap.people),
            "scored": gap.scored,
            "people": [
                {
                    "name": people[person].shown_name,
                    "score": mean(heat.cells[person, gap.key].mean),
                    "url": links.to(person, gap.key),
                }
                for person in gap.people
            ],
        }
        for gap in found
    ]


def raters(
    counts: Mapping[int, int],
    people: Mapping[int, User],
    figures: Mapping[int, RaterFigure],
    *,
    computed: bool,
) -> list[dict[str, Any]]:
    """The raters who are apart most often, with how severe they are."""
    order = sorted(counts, key=lambda each: (-counts[each], people[each].shown_name.casefold()))
    return [
        {
            "person": people[each],
            "count": counts[each],
            "severity": severity(figures.get(each), computed=computed).short,
        }
        for each in order
    ]


def no_shows(found: Sequence[Attendance]) -> list[dict[str, Any]]:
    """Who did not come, to what, and whether they say otherwise."""
    return [
        {
            "who": each.person.shown_name,
            "is_candidate": each.person_id == each.round.loop.candidate_id,
            "candidate": each.round.loop.candidate.shown_name,
            "round": str(RoundKind(each.round.kind).label),
            "at": each.round.starts_at,
            "loop": each.round.loop_id,
            "disputed": each.dispute == Attendance.Dispute.RAISED,
        }
        for each in found
    ]


def titled(found: Sequence[Criterion]) -> dict[tuple[str, str], str]:
    """Criteria by round and key."""
    return {(each.kind, each.key): each.title for each in found}
