"""Finding debriefs, and the rows of their list: as many queries for a thousand as for one."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.loops.line import Station, loop_line
from interviews.models import Round
from rubrics.debriefs import states
from rubrics.models import Debrief, DebriefRevision, RevisionCall, RevisionFigure
from rubrics.scorecards.scale import written_mean_of
from rubrics.scorecards.visibility import readable_loops

PAGE = 25
BUSY = "busy"
# What a list says about a state: its filter name, and the states it stands for.
STATES = {
    states.READY: [states.READY],
    BUSY: [states.QUEUED, states.COMPILING],
    states.WAITING: [states.WAITING],
    states.FAILED: [states.FAILED],
}


class Wanted(TypedDict, total=False):
    """A filter: `below` in half steps, `state` a key of STATES."""

    candidate: int
    call: str
    criterion: str
    below: int
    since: date
    state: str


class Row(TypedDict):
    """One debrief in the list; `calls` as (round, call) in the order of the loop."""

    debrief: Debrief
    line: list[Station]
    calls: list[tuple[Any, str]]
    lowest: RevisionFigure | None
    lowest_score: str
    number: int
    state: str


def debriefs_of(user: User) -> QuerySet[Debrief]:
    """Every debrief that `user` may look back on, latest loop first; loops that were called off have none."""
    last = (
        Round.objects.filter(loop=OuterRef("loop"))
        .values("loop")
        .annotate(last=Max("ends_at"))
        .values("last")
    )
    return (
        Debrief.objects.filter(loop__in=readable_loops(user))
        .exclude(loop__state="cancelled", state=states.WAITING)
        .annotate(held_at=Subquery(last))
        .order_by(F("held_at").desc(nulls_last=True), "pk")
    )


def people_of(user: User) -> list[tuple[int, str]]:
    """The candidates in the list as (id, name), by name."""
    found = User.objects.filter(loops__in=readable_loops(user), loops__debrief__isnull=False).distinct()
    return sorted(((each.pk, each.shown_name) for each in found), key=lambda each: each[1].casefold())


def criteria_of(debriefs: QuerySet[Debrief]) -> list[tuple[str, str]]:
    """The criteria that occur in current revisions as (key, title), by title."""
    found = (
        RevisionFigure.objects.filter(revision__is_current=True, revision__debrief__in=debriefs.order_by())
        .values_list("criterion", "title")
        .distinct()
    )
    return sorted(dict(found).items(), key=lambda each: each[1].casefold())


def found(debriefs: QuerySet[Debrief], wanted: Wanted) -> QuerySet[Debrief]:
    """The debriefs that fit a filter. Figures and calls are those of the current revision alone."""
    current = {"revision__debrief": OuterRef("pk"), "revision__is_current": True}
    if "candidate" in wanted:
        debriefs = debriefs.filter(loop__candidate=wanted["candidate"])
    if "call" in wanted:
        debriefs = debriefs.filter(Exists(RevisionCall.objects.filter(**current, call=wanted["call"])))
    if "criterion" in wanted or "below" in wanted:
        figures = RevisionFigure.objects.filter(**current)
        if "criterion" in wanted:
            figures = figures.filter(criterion=wanted["criterion"])
        if "below" in wanted:
            figures = figures.filter(total__lt=F("raters") * wanted["below"])
        debriefs = debriefs.filter(Exists(figures))
    if "since" in wanted:
        start = timezone.make_aware(datetime.combine(wanted["since"], time.min))
        debriefs = debriefs.filter(held_at__gte=start)  # type: ignore[misc]
    if "state" in wanted:
        debriefs = debriefs.filter(state__in=STATES[wanted["state"]])
    return debriefs


def page(debriefs: QuerySet[Debrief], number: str | None) -> Page[Debrief]:
    """One page of the list, the nearest one for a number that is not there; fetched with all a row needs."""
    revisions = (
        DebriefRevision.objects.filter(is_current=True)
        .defer("content", "pdf")
        .prefetch_related("figures", "calls")
    )
    whole = debriefs.select_related("loop__candidate", "loop__track").prefetch_related(
        "loop__rounds__seats__person", Prefetch("revisions", revisions, to_attr="current")
    )
    return Paginator(whole, PAGE).get_page(number)  # type: ignore[return-value]


def rows(debriefs: Sequence[Debrief] | Page[Debrief]) -> list[Row]:
    """The rows of a page as fetched by `page`."""
    return [_row(each) for each in debriefs]


def _row(debrief: Debrief) -> Row:
    revision: DebriefRevision | None = next(iter(debrief.current), None)  # type: ignore[attr-defined]
    order = RoundKind.values
    figures = list(revision.figures.all()) if revision else []
    calls = list(revision.calls.all()) if revision else []
    figures.sort(key=lambda each: (each.total / each.raters, order.index(each.kind), each.pk))
    calls.sort(key=lambda each: (order.index(each.kind), each.pk))
    lowest = figures[0] if figures else None
    return Row(
        debrief=debrief,
        line=loop_line(debrief.loop, viewer_rounds=()),
        calls=[(SHORT_TITLES[RoundKind(each.kind)], each.get_call_display()) for each in calls],
        lowest=lowest,
        lowest_score=written_mean_of(lowest.total, lowest.raters) if lowest else "",
        number=revision.number if revision else 0,
        state=next(name for name, members in STATES.items() if debrief.state in members),
    )
