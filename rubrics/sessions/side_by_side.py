"""What everybody in an opened session sees: all scores by criterion, what lies beside them, what was said."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from interviews.kinds import RoundKind
from rubrics.calibration.selectors import counts, entries_of
from rubrics.charts.interval import LEFT, MIDDLE, STEP
from rubrics.models import CalibrationAttempt, CalibrationSession, SessionRemark
from rubrics.scorecards.rules import Entry
from rubrics.scorecards.scale import written, written_mean_of
from rubrics.sessions import agreeing
from rubrics.sessions.selectors import opened_attempts, references_of
from rubrics.sessions.spread import Agreement, Spread, agreement, most_apart_first, spread

DOT = 44
LOOKS = {
    "none": "quiet",
    "single": "quiet",
    "same": "settled",
    "near": "settled",
    "apart": "pending",
    "far": "break",
}


@dataclass(frozen=True)
class Cell:
    """One score as it is said, "" for not observed, with its reason; `who` is a person or what it is."""

    who: str | Promise
    score: str
    reason: str
    half_steps: int | None = None
    own: bool = False


@dataclass(frozen=True)
class Row:
    """A criterion with everybody's scores, and the reference beside them."""

    key: str
    title: str
    question: str
    spread: Spread
    cells: list[Cell]
    beside: list[Cell] = field(default_factory=list)
    remarks: list[SessionRemark] = field(default_factory=list)
    so_far: Cell | None = None

    @property
    def apart(self) -> str:
        """The range in points."""
        return points(self.spread.range)

    @property
    def dots(self) -> list[dict[str, int]]:
        """A dot for each score; the same scores lie above each other."""
        high: Counter[int] = Counter()
        made = []
        for cell in self.cells:
            if cell.half_steps is not None:
                lift = high[cell.half_steps]
                made.append(
                    {"x": _place(cell.half_steps), "y": MIDDLE + DOT * (-1) ** lift * ((lift + 1) // 2)}
                )
                high[cell.half_steps] += 1
        return made

    @property
    def mark(self) -> int | None:
        """Where the reference lies on the scale, the agreed one if there is one."""
        half_steps = self.beside[0].half_steps if self.beside else None
        return None if half_steps is None else _place(half_steps)

    @property
    def look(self) -> str:
        """The badge's kind."""
        return LOOKS[self.spread.closeness]

    @property
    def word(self) -> str:
        """How far apart they are, in words."""
        return closeness_words(self.spread)

    @property
    def range_words(self) -> str:
        """From where to where the scores go."""
        low, high = self.spread.low, self.spread.high
        if low is None or high is None:
            return ""
        if low == high:
            return written(low)
        return _("%(low)s to %(high)s") % {"low": written(low), "high": written(high)}


def closeness_words(found: Spread) -> str:
    """How far the scores of a criterion lie apart, in words."""
    match found.closeness:
        case "none":
            return _("nobody observed it")
        case "single":
            return _("one score alone")
        case "same":
            return _("all the same")
        case "near":
            return _("within a point")
        case _:
            return _("%(points)s points apart") % {"points": points(found.range)}


def rows_of(session: CalibrationSession, viewer: User) -> list[Row]:
    """The criteria of an opened session, those most apart first; none before it has opened.

    Five queries for any number of people.
    """
    attempts = opened_attempts(session)
    if not attempts:
        return []
    scores = {each.pk: entries_of(each) for each in attempts}
    beside = [
        (_reference_title(session, each.session_id == session.pk), agreeing.entries_in(each.body))
        for each in references_of(session)
    ]
    remarks, so_far = remarks_of(session), agreed_so_far(session)
    criteria = {each["key"]: each for each in session.rubric.body["criteria"]}
    spreads = [
        spread(key, [entries[key].half_steps for entries in scores.values() if key in entries])
        for key in criteria
    ]
    return [
        Row(
            key=found.criterion,
            title=criteria[found.criterion]["title"],
            question=criteria[found.criterion]["question"],
            spread=found,
            cells=[
                _cell(
                    attempt.person.shown_name,
                    scores[attempt.pk].get(found.criterion, Entry()),
                    own=attempt.person_id == viewer.pk,
                )
                for attempt in attempts
            ],
            beside=[
                _cell(title, entries[found.criterion])
                for title, entries in beside
                if found.criterion in entries
            ],
            remarks=remarks[found.criterion],
            so_far=so_far.get(found.criterion),
        )
        for found in most_apart_first(spreads)
    ]


def points(half_steps: int) -> str:
    """A difference in points of the scale: 3 → "1.5", 1 → "0.5"."""
    return written(half_steps)


def own_cells(session: CalibrationSession, attempt: CalibrationAttempt) -> list[Cell]:
    """Somebody's own scores in the order of the rubric; `who` is the criterion."""
    entries = entries_of(attempt)
    return [
        _cell(each["title"], entries.get(each["key"], Entry())) for each in session.rubric.body["criteria"]
    ]


def verdict(attempt: CalibrationAttempt) -> dict[str, str]:
    """How an attempt lies to the agreed scores, and what that means for the person."""
    if not attempt.compared:
        distance = _("There is no criterion that both you and the agreed scores have a score for.")
    else:
        distance = _(
            "You differ by %(mean)s points on average, and by %(largest)s at most on one criterion."
        ) % {
            "mean": written_mean_of(attempt.total or 0, attempt.compared),
            "largest": points(attempt.largest or 0),
        }
    blind = counts(attempt)
    if not blind:
        words = _("You had read agreed scores of this sample before, so it does not count.")
    elif attempt.passed:
        words = _("Within a point everywhere and half a point on average: a passed sample for %(kind)s.") % {
            "kind": RoundKind(attempt.sample.kind).label
        }
    else:
        words = _(
            "Passing is within a point everywhere, half a point on average, and seeing the same things."
        )
    state = "passed" if attempt.passed else "failed"
    return {"distance": distance, "words": words, "state": state if blind else "practice"}


def remarks_of(session: CalibrationSession) -> dict[str, list[SessionRemark]]:
    """What was said, by criterion, in order."""
    found: dict[str, list[SessionRemark]] = defaultdict(list)
    for remark in SessionRemark.objects.filter(session=session).select_related("author"):
        found[remark.criterion].append(remark)
    return found


def agreed_so_far(session: CalibrationSession) -> dict[str, Cell]:
    """What the coach has entered of an open session's discussion, where that has a score."""
    if session.state != session.State.OPEN:
        return {}
    return {
        key: _cell(_("Agreed so far"), entry)
        for key, entry in agreeing.entries_in(session.agreeing).items()
        if entry.half_steps is not None or entry.not_observed
    }


def summary(rows: list[Row], people: int) -> str:
    """How much people agree, in a sentence or two."""
    found: Agreement = agreement(row.spread for row in rows)
    if people < 2:
        return _("One person scored, so there is nothing to compare but the reference.")
    if not found.comparable:
        return _("No criterion was scored by two of you, so there is nothing to compare.")
    said = ngettext(
        "%(people)s people scored: on %(within)s of %(all)s criterion you are within a point of each other",
        "%(people)s people scored: on %(within)s of %(all)s criteria you are within a point of each other",
        found.comparable,
    ) % {"people": people, "within": found.within, "all": found.comparable}
    if not found.far:
        return said + _(", and nowhere two points or more apart.")
    return said + _(", and on %(far)s two points or more apart: talk over those first.") % {"far": found.far}


def _reference_title(session: CalibrationSession, own: bool) -> str:
    if own:
        return _("Agreed")
    return _("Reference before") if session.state == session.State.AGREED else _("Reference")


def _place(half_steps: int) -> int:
    """Where a score lies on a scale drawn 960 units wide, as in a debrief."""
    return LEFT + STEP * (half_steps - 2)


def _cell(who: str, entry: Entry, *, own: bool = False) -> Cell:
    score = "" if entry.half_steps is None else written(entry.half_steps)
    return Cell(who, score, entry.evidence, entry.half_steps, own)
