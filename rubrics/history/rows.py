"""The rows of the list of debriefs, for pages and exports: a few queries beside what a page fetched."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Final, NamedTuple, TypedDict
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.kinds import SHORT_TITLES, RoundKind
from interviews.loops.line import LOOKING, LOOKS
from interviews.models import Round, Seat
from rubrics.history import selectors
from rubrics.history.facts import thousandths, written_kept
from rubrics.history.selectors import STATES, Wanted
from rubrics.history.sparkline import Spark, spark
from rubrics.models import Debrief, RevisionCall, RevisionFigure, Scorecard
from rubrics.scorecards.scale import written_mean_of

_CALLS = dict(Scorecard.Call.choices)
LAST: Final = 8
"""So many debriefs of a candidate are in the line of their row."""


class Stop(TypedDict):
    """One round of a row: how it looks, its calls in words."""

    kind: str
    title: Any
    look: str
    word: Any
    starts_at: datetime
    calls: list[str]


class Trend(TypedDict):
    """A candidate's last debriefs as a drawing and in words."""

    spark: Spark
    words: str


class Row(TypedDict):
    """One debrief of the list. `lowest` is the figure shown as its score: the lowest of what is asked for."""

    debrief: Debrief
    rounds: list[Stop]
    lowest: "Figure | None"
    score: str
    number: int
    state: str
    flags: list[str]
    trend: Trend | None


class Figure(NamedTuple):
    """A row of `RevisionFigure`: a tuple, for there are five hundred of them to a page."""

    revision_id: int
    kind: str
    criterion: str
    title: str
    total: int
    raters: int
    pk: int


class _Call(NamedTuple):
    """A row of `RevisionCall`."""

    revision_id: int
    kind: str
    call: str


class _Seen(NamedTuple):
    """One of a candidate's last debriefs."""

    debrief: UUID
    mean: int


def rows(
    debriefs: Sequence[Debrief], wanted: Wanted, *, readable: QuerySet[Debrief] | None = None
) -> list[Row]:
    """The rows of debriefs as fetched by `selectors.page`, in their order.

    Args:
        debriefs: of one page, or one piece of an export.
        wanted: what the list is about: one criterion's scores or all.
        readable: what the reader may look back on; with it, each row has its candidate's line.
    """
    revisions = [each.current_revision_id for each in debriefs if each.current_revision_id]
    figures = _figures(revisions)
    calls = _by_revision(_Call, RevisionCall.objects.filter(revision__in=revisions))
    rounds = _rounds([each.loop_id for each in debriefs])
    lines = {} if readable is None else _last(readable, {each.candidate_id for each in debriefs}, wanted)
    return [
        Row(
            debrief=each,
            rounds=_stops(rounds[each.loop_id], calls[each.current_revision_id]),
            lowest=(lowest := _lowest(figures[each.current_revision_id], wanted)),
            score=written_mean_of(lowest.total, lowest.raters) if lowest else "",
            number=each.current_revision.number if each.current_revision else 0,
            state=next(name for name, members in STATES.items() if each.state in members),
            flags=flags(each),
            trend=_trend(lines.get(each.candidate_id, ()), each),
        )
        for each in debriefs
    ]


def flags(debrief: Debrief) -> list[str]:
    """What of a debrief wants a second look, in words."""
    counted = (
        (debrief.far_apart, ngettext("%(n)s far apart", "%(n)s far apart", debrief.far_apart)),
        (
            debrief.seen_otherwise,
            ngettext("%(n)s self-score off", "%(n)s self-scores off", debrief.seen_otherwise),
        ),
        (
            debrief.cards_missing,
            ngettext("%(n)s card missing", "%(n)s cards missing", debrief.cards_missing),
        ),
    )
    return [words % {"n": count} for count, words in counted if count]


def _by_revision(made: Any, found: Any) -> Mapping[Any, list[Any]]:
    """The rows of each revision in their order, as tuples of the class `made`."""
    sorted_rows: dict[Any, list[Any]] = defaultdict(list)
    for each in map(made._make, found.order_by("pk").values_list(*made._fields)):
        sorted_rows[each.revision_id].append(each)
    return sorted_rows


def _figures(revisions: Sequence[Any]) -> Mapping[Any, list[Figure]]:
    return _by_revision(Figure, RevisionFigure.objects.filter(revision__in=revisions))


def _rounds(loops: Sequence[UUID]) -> Mapping[UUID, list[dict[str, Any]]]:
    """The rounds of loops in their order, each with whether somebody interviews in it."""
    seat = Seat.objects.filter(round=OuterRef("pk"), role=Seat.Role.INTERVIEWER)
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    listed = Round.objects.filter(loop__in=loops).annotate(taken=Exists(seat)).order_by("position")
    for each in listed.values("loop", "kind", "state", "starts_at", "taken"):
        found[each["loop"]].append(dict(each))
    return found


def _stops(rounds: Sequence[dict[str, Any]], calls: Sequence[_Call]) -> list[Stop]:
    stops = []
    for each in rounds:
        look, word = LOOKS[each["state"]]
        if each["state"] == Round.State.SCHEDULED and not each["taken"]:
            look, word = LOOKING
        stops.append(
            Stop(
                kind=each["kind"],
                title=SHORT_TITLES[RoundKind(each["kind"])],
                look=look,
                word=word,
                starts_at=each["starts_at"],
                calls=[str(_CALLS[call.call]) for call in calls if call.kind == each["kind"]],
            )
        )
    return stops


def _of(figures: Sequence[Figure], wanted: Wanted) -> list[Figure]:
    """The figures that a list is about."""
    return [
        each
        for each in figures
        if wanted.get("criterion", each.criterion) == each.criterion
        and wanted.get("kind", each.kind) == each.kind
    ]


def _lowest(figures: Sequence[Figure], wanted: Wanted) -> Figure | None:
    """The lowest figure of what the list is about; of equals the one of the earlier round."""
    order = RoundKind.values
    return min(
        _of(figures, wanted),
        key=lambda each: (Fraction(each.total, each.raters), order.index(each.kind), each.pk),
        default=None,
    )


def _last(readable: QuerySet[Debrief], candidates: set[int], wanted: Wanted) -> Mapping[int, list[_Seen]]:
    """The last debriefs of each of these candidates, the oldest first, with the mean of what is asked for."""
    compiled = readable.filter(candidate__in=candidates).exclude(current_revision=None).order_by()
    newest: list[Any] = [F("held_at").desc(nulls_last=True), F("pk")]
    if len(candidates) == 1:
        latest = compiled.order_by(*newest)[:LAST]
    else:
        place = Window(RowNumber(), partition_by=F("candidate"), order_by=newest)
        latest = compiled.annotate(place=place).filter(place__lte=LAST).order_by("place")
    listed = list(latest.values_list("candidate", "pk", "mean", "current_revision"))
    if selectors.about(wanted):
        of = _figures([each[3] for each in listed])
        listed = [(whose, pk, _mean(_of(of[which], wanted)), which) for whose, pk, _mean_, which in listed]
    found: dict[int, list[_Seen]] = defaultdict(list)
    for whose, pk, mean, _which in listed:
        if mean is not None:
            found[whose].insert(0, _Seen(pk, mean))
    return found


def _mean(figures: Sequence[Figure]) -> int | None:
    if not figures:
        return None
    return thousandths(
        sum((Fraction(each.total, each.raters) for each in figures), Fraction(0)) / len(figures)
    )


def _trend(seen: Sequence[_Seen], debrief: Debrief) -> Trend | None:
    if not seen:
        return None
    here = next((at for at, each in enumerate(seen) if each.debrief == debrief.pk), None)
    means = ", ".join(written_kept(each.mean) for each in seen)
    words = ngettext(
        "Mean of the one debrief: %(means)s", "Means of the last %(n)s debriefs: %(means)s", len(seen)
    )
    return Trend(
        spark=spark([each.mean for each in seen], here), words=words % {"n": len(seen), "means": means}
    )


def state_words(state: str) -> str:
    """A state of the list in words."""
    return {
        "ready": _("ready"),
        selectors.BUSY: _("being put together"),
        "waiting": _("waiting for cards"),
        "failed": _("failed"),
    }[state]
