"""Finding debriefs, and the rows of their list: as many queries for ten thousand as for one."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf
from django.utils import timezone

from accounts.grants.selectors import granted_candidates
from accounts.models import User
from interviews.kinds import RoundKind
from interviews.models import Track
from rubrics.debriefs import states
from rubrics.history.facts import THOUSANDTHS
from rubrics.models import Debrief, RevisionCall, RevisionFigure, Rubric
from rubrics.scorecards.visibility import readable_debriefs

SIZES: Final = (25, 50, 100)
BUSY: Final = "busy"
# What a list says about a state: its filter name, and the states it stands for.
STATES: Final = {
    states.READY: [states.READY],
    BUSY: [states.QUEUED, states.COMPILING],
    states.WAITING: [states.WAITING],
    states.FAILED: [states.FAILED],
}
# What wants a person's eyes comes first.
STATE_ORDER: Final = (states.FAILED, states.WAITING, states.QUEUED, states.COMPILING, states.READY)
FLAGS: Final = {
    "apart": Q(far_apart__gt=0),
    "self": Q(seen_otherwise__gt=0),
    "missing": Q(cards_missing__gt=0),
}
NEWEST: Final = "-held"
SORTS: Final = ("held", "candidate", "lowest", "state")


_BESIDE = ("candidate", "current_revision")
# Without a revision's content and PDF, nor what SQLite keeps behind them.
_SHOWN = (
    "loop", "state", "track_slug", "held_at", "lowest", "mean", "far_apart", "seen_otherwise",
    "cards_missing", "candidate__name", "candidate__email", "current_revision__number",
)  # fmt: skip


class Wanted(TypedDict, total=False):
    """A filter and an order. `below` is in half steps, `state` a key of STATES, `flag` keys of FLAGS that all
    hold.

    `sort` is one of SORTS, with "-" before it the other way round. `until` is the last day that counts.
    """

    q: str
    candidate: int
    track: str
    kind: str
    criterion: str
    below: int
    call: str
    since: date
    until: date
    state: str
    flag: list[str]
    sort: str
    size: int


def debriefs_of(user: User) -> QuerySet[Debrief]:
    """Every debrief that `user` may look back on; loops that were called off have none."""
    return readable_debriefs(user).exclude(state=states.WAITING, loop__state="cancelled")


def people_of(user: User) -> list[tuple[int, str]]:
    """Whose debriefs may be in the list as (id, name), by name: one's own candidates, and oneself."""
    mine = Q(pk=user.pk) if user.is_candidate else Q(pk__in=())
    found = User.objects.filter(mine | Q(pk__in=granted_candidates(user))).values_list("pk", "name", "email")
    named = [(pk, name or email.partition("@")[0]) for pk, name, email in found]
    return sorted(named, key=lambda each: folded(each[1]))


def folded(text: str) -> str:
    """A name as it is searched for: without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def tracks() -> list[tuple[str, str]]:
    """The tracks as (slug, title)."""
    return list(Track.objects.filter(is_current=True).order_by("title", "slug").values_list("slug", "title"))


def criteria() -> list[tuple[str, list[tuple[str, str]]]]:
    """The criteria of the rubrics as they are now, by round: (kind, [(key, title)]); shared ones under ""."""
    found: dict[str, tuple[str, set[str]]] = {}
    for kind, listed in Rubric.objects.filter(is_current=True).values_list("kind", "body__criteria"):
        for criterion in listed or ():
            found.setdefault(criterion["key"], (criterion["title"], set()))[1].add(kind)
    groups: dict[str, list[tuple[str, str]]] = {kind: [] for kind in (*RoundKind.values, "")}
    for key, (title, kinds) in found.items():
        groups[next(iter(kinds)) if len(kinds) == 1 else ""].append((key, title))
    return [(kind, sorted(each, key=lambda one: folded(one[1]))) for kind, each in groups.items() if each]


def criterion_title(key: str) -> str | None:
    """What a criterion that is in no rubric any more was called; None for one that never was."""
    return RevisionFigure.objects.filter(criterion=key).values_list("title", flat=True).first()


def found(
    debriefs: QuerySet[Debrief], wanted: Wanted, people: Sequence[tuple[int, str]] = ()
) -> QuerySet[Debrief]:
    """The debriefs that fit a filter. Figures and calls are those of the current revision alone.

    Args:
        debriefs: as from `debriefs_of`.
        wanted: what to look for; its order is left to `ordered`.
        people: as from `people_of`, for a search by name.
    """
    if "q" in wanted:
        words = folded(wanted["q"]).split()
        named = [pk for pk, name in people if all(word in folded(name) for word in words)]
        debriefs = debriefs.filter(candidate__in=named)
    for name in ("candidate", "track"):
        if name in wanted:
            field = "track_slug" if name == "track" else name
            debriefs = debriefs.filter(**{field: wanted[name]})
    if "state" in wanted:
        debriefs = debriefs.filter(state__in=STATES[wanted["state"]])
    for flag in wanted.get("flag", ()):
        debriefs = debriefs.filter(FLAGS[flag])
    if "since" in wanted:
        debriefs = debriefs.filter(held_at__gte=_midnight(wanted["since"]))
    if "until" in wanted and wanted["until"] < date.max:
        debriefs = debriefs.filter(held_at__lt=_midnight(wanted["until"] + timedelta(days=1)))
    return _scored(debriefs, wanted)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _scored(debriefs: QuerySet[Debrief], wanted: Wanted) -> QuerySet[Debrief]:
    if not {"call", "criterion", "below", "kind"} & set(wanted):
        return debriefs
    if "call" in wanted:
        calls = RevisionCall.objects.filter(revision=OuterRef("current_revision"), call=wanted["call"])
        debriefs = debriefs.filter(Exists(_of_kind(calls, wanted)))
    if "criterion" in wanted or ("below" in wanted and "kind" in wanted):
        figures = _figures(wanted)
        if "below" in wanted:
            figures = figures.filter(total__lt=F("raters") * wanted["below"])
        debriefs = debriefs.filter(Exists(figures))
    elif "below" in wanted:
        debriefs = debriefs.filter(lowest__lt=wanted["below"] * THOUSANDTHS)
    elif "kind" in wanted and "call" not in wanted:
        debriefs = debriefs.filter(Exists(_figures(wanted)))
    return debriefs


def _of_kind(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    return rows.filter(kind=wanted["kind"]) if "kind" in wanted else rows


def _figures(wanted: Wanted) -> QuerySet[RevisionFigure]:
    """The figures of a debrief's current revision that a filter is about."""
    figures = RevisionFigure.objects.filter(revision=OuterRef("current_revision"))
    if "criterion" in wanted:
        figures = figures.filter(criterion=wanted["criterion"])
    return _of_kind(figures, wanted)


def about(wanted: Wanted) -> bool:
    """Whether the scores of a list are those of one criterion or kind of round, not of the whole debrief."""
    return "criterion" in wanted or "kind" in wanted


def with_score(debriefs: QuerySet[Debrief], wanted: Wanted) -> QuerySet[Debrief]:
    """The debriefs with `score`: the lowest of what the list is about, in thousandths of half steps."""
    if not about(wanted):
        return debriefs.annotate(score=F("lowest"))
    lowest = (
        _figures(wanted)
        .order_by()
        .values("revision")
        .annotate(least=Min(F("total") * THOUSANDTHS / F("raters"), output_field=IntegerField()))
        .values("least")
    )
    return debriefs.annotate(score=Subquery(lowest))


def ordered(debriefs: QuerySet[Debrief], wanted: Wanted) -> QuerySet[Debrief]:
    """The debriefs in the wanted order, the latest first unless told; what has no value comes last."""
    sort = wanted.get("sort", NEWEST)
    falling, name = sort.startswith("-"), sort.removeprefix("-")
    newest: Any = F("held_at").desc(nulls_last=True)
    if name == "held":
        first: Any = newest if falling else F("held_at").asc(nulls_last=True)
        return debriefs.order_by(first, "pk")
    key: Any
    if name == "candidate":
        key = Lower(Coalesce(NullIf("candidate__name", Value("")), "candidate__email"))
    elif name == "state":
        key = Case(*(When(state=state, then=Value(at)) for at, state in enumerate(STATE_ORDER)))
    else:
        debriefs, key = with_score(debriefs, wanted), F("score")
    first = key.desc(nulls_last=True) if falling else key.asc(nulls_last=True)
    return debriefs.order_by(first, newest, "pk")


def page(debriefs: QuerySet[Debrief], number: str | None, size: int = SIZES[0]) -> Page[Debrief]:
    """One page of an ordered list, the nearest one for a number that is not there."""
    return Paginator(with_people(debriefs), size).get_page(number)


def with_people(debriefs: QuerySet[Debrief]) -> QuerySet[Debrief]:
    """The debriefs with all that a row needs of themselves, their candidates and current revisions."""
    return debriefs.select_related(*_BESIDE).only(*_SHOWN)
