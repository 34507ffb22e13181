"""Reading how somebody stands with calibration: a fixed number of queries, however many samples there are."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from interviews.kinds import LOOP_KINDS, RoundKind
from interviews.models import Qualification, Schedule
from interviews.qualifying.selectors import is_required
from rubrics.calibration.counting import Sample, Tried, blind, counted_from, known, passed_samples
from rubrics.models import (
    AttemptScore,
    CalibrationAttempt,
    CalibrationReference,
    CalibrationSample,
    CalibrationSession,
    SessionMember,
)
from rubrics.scorecards.rules import Entry

State = CalibrationAttempt.State
SampleState = Literal["new", "draft", "again", "practice", "later", "session"]


def valid_for() -> timedelta:
    """How long a qualification lasts in this deployment."""
    return timedelta(days=settings.CALIBRATION_VALID_DAYS)


@dataclass(frozen=True)
class Line:
    """One sample for one person.

    state: "new" was never scored; "draft" is begun; "again" was scored so long ago that it counts again;
    "practice" can be scored again, without counting; "later" can't before the others of its kind were
    scored; "session" belongs to a session that the person is asked to. `last` is the last submitted attempt,
    `known_until` when its agreed scores are taken to be forgotten.
    """

    sample: CalibrationSample
    state: SampleState
    draft: CalibrationAttempt | None = None
    last: CalibrationAttempt | None = None
    known_until: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether an attempt that is begun now would count."""
        return self.state in ("new", "again")


@dataclass(frozen=True)
class Standing:
    """How somebody stands with one kind of round.

    `passed` of `needed` different samples count for the next qualification; `counted_from` is when samples
    begin to count for it, None where they do already. `offered` says that they tick the kind in their hours.
    """

    kind: RoundKind
    qualification: Qualification | None
    now: datetime
    passed: int
    needed: int
    offered: bool
    counted_from: datetime | None
    lines: list[Line] = field(default_factory=list)

    @property
    def is_qualified(self) -> bool:
        """Whether they may be offered now."""
        return self.qualification is not None and self.qualification.until > self.now

    @property
    def has_lapsed(self) -> bool:
        """Whether they might be offered once, and no more."""
        return self.qualification is not None and not self.is_qualified

    @property
    def is_due(self) -> bool:
        """Whether scoring samples now leads to being offered, or keeps it up."""
        return self.needed > 0 and (not self.is_qualified or self.counted_from is None)

    @property
    def next(self) -> Line | None:
        """What to do next: what is begun, else what counts, else practice."""
        order: list[SampleState] = ["draft", "new", "again", "practice"]
        lines = [line for line in self.lines if line.state in order]
        return min(lines, key=lambda line: order.index(line.state), default=None)

    @property
    def counts_again(self) -> datetime | None:
        """Where nothing counts now: from when on the first sample does again."""
        if any(line.counts or line.state == "draft" for line in self.lines):
            return None
        return min((line.known_until for line in self.lines if line.known_until), default=None)

    @property
    def is_short(self) -> bool:
        """Whether there are fewer samples than are needed, so that nobody can qualify by them."""
        return len(self.lines) < self.needed


def standings(person: User, *, kinds: Collection[str] = LOOP_KINDS) -> list[Standing]:
    """How a person stands with each kind of round, in the order of a loop; seven queries."""
    now = timezone.now()
    samples: defaultdict[str, list[CalibrationSample]] = defaultdict(list)
    # Neither what the agreed scores are nor how good the sample is leaves the database here.
    for sample in (
        CalibrationSample.objects.filter(is_current=True, kind__in=kinds, references__is_current=True)
        .defer("body")
        .order_by("track_slug", "pk")
    ):
        samples[sample.kind].append(sample)
    attempts = attempts_of(person, kinds)
    held = {each.kind: each for each in Qualification.objects.filter(person=person, kind__in=kinds)}
    ticked = offered_kinds(person)
    asked, shown = in_sessions(person), shown_in_sessions(person, kinds, now)
    return [
        _standing(RoundKind(kind), held.get(kind), samples[kind], attempts, kind in ticked, asked, shown, now)
        for kind in LOOP_KINDS
        if kind in kinds
    ]


def _standing(
    kind: RoundKind,
    qualification: Qualification | None,
    samples: Sequence[CalibrationSample],
    attempts: Sequence[CalibrationAttempt],
    offered: bool,
    asked: Collection[Sample],
    shown: Sequence[Tried],
    now: datetime,
) -> Standing:
    mine = [each for each in attempts if each.sample.kind == kind]
    done = [*tried(mine), *shown]
    since = counted_from(qualification.until if qualification else None, now, valid_for())
    return Standing(
        kind=kind,
        qualification=qualification,
        now=now,
        passed=len(passed_samples(done, since, valid_for())),
        needed=max(settings.CALIBRATION_SAMPLES, 0),
        offered=offered,
        counted_from=since if since > now else None,
        lines=_lines(samples, mine, done, asked, now),
    )


def _lines(
    samples: Sequence[CalibrationSample],
    attempts: Sequence[CalibrationAttempt],
    done: Sequence[Tried],
    asked: Collection[Sample],
    now: datetime,
) -> list[Line]:
    names = [name_of(sample) for sample in samples]
    until = {name: known(done, name, now, valid_for()) for name in names}
    # A sample whose answers are known waits until there is no other of its kind to score.
    all_known = all(until[name] is not None for name in names if name not in asked)
    lines = []
    for sample, name in zip(samples, names, strict=True):
        of_it = [each for each in attempts if name_of(each.sample) == name]
        handed_in = [(each.submitted_at, each) for each in of_it if each.submitted_at]
        last = max(handed_in, key=lambda each: each[0])[1] if handed_in else None
        draft = next((each for each in of_it if each.state == State.DRAFT and each.session_id is None), None)
        state: SampleState
        if draft is not None:
            state = "draft"
        elif name in asked:
            state = "session"
        elif until[name] is not None:
            state = "practice" if all_known else "later"
        else:
            state = "new" if last is None else "again"
        lines.append(Line(sample, state, draft, last, until[name]))
    return lines


def attempts_of(person: User, kinds: Collection[str]) -> list[CalibrationAttempt]:
    """A person's attempts at samples of these kinds, in the order in which they were begun.

    What was scored in a session that was called off is left out: nobody ever saw it.
    """
    return list(
        CalibrationAttempt.objects.filter(person=person, sample__kind__in=kinds)
        .exclude(session__state=CalibrationSession.State.CANCELLED)
        .select_related("sample", "session")
        .defer("sample__body")
        .order_by("created_at", "pk")
    )


def tried(attempts: Sequence[CalibrationAttempt]) -> list[Tried]:
    """Those that are submitted, as the pure rules take them; in a session, once it has opened."""
    return [
        Tried(name_of(each.sample), each.created_at, each.submitted_at, each.passed)
        for each in attempts
        if each.submitted_at is not None and (each.session is None or each.session.opened_at is not None)
    ]


def shown_in_sessions(person: User, kinds: Collection[str], now: datetime) -> list[Tried]:
    """What a person read in sessions that they lead or were asked to, handed in or not.

    It is as if they had tried the sample when the session opened, and when its scores were agreed on; while
    it stays open they can read it at any moment.
    """
    opened = (
        CalibrationSession.objects.filter(
            Q(coach=person) | Exists(SessionMember.objects.filter(session=OuterRef("pk"), person=person)),
            opened_at__isnull=False,
            sample__kind__in=kinds,
        )
        .select_related("sample")
        .only("opened_at", "agreed_at", "sample__track_slug", "sample__slug")
    )
    return [
        Tried(name_of(each.sample), at, at, None)
        for each in opened
        for at in (each.opened_at, each.agreed_at or now)
        if at is not None
    ]


def name_of(sample: CalibrationSample) -> Sample:
    """What all versions of a sample have in common."""
    return sample.track_slug, sample.slug


def in_sessions(person: User) -> set[Sample]:
    """Samples of sessions that wait for the person's blind scores, or that they lead."""
    scoring = CalibrationSession.objects.filter(state=CalibrationSession.State.SCORING)
    member = scoring.filter(members__person=person) | scoring.filter(coach=person)
    return set(member.distinct().values_list("sample__track_slug", "sample__slug"))


def offered_kinds(person: User) -> set[str]:
    """The kinds that a person ticks in their hours; every kind before they have stated any."""
    stated = Schedule.objects.filter(person=person).values_list("round_kinds", flat=True).first()
    return set(LOOP_KINDS if stated is None else stated)


def current_reference(sample: CalibrationSample) -> CalibrationReference | None:
    """What a sample is compared with now; never to be shown to who has not scored it."""
    return CalibrationReference.objects.filter(sample=sample, is_current=True).first()


def entries_of(attempt: CalibrationAttempt) -> dict[str, Entry]:
    """What an attempt says, as it was typed, by criterion."""
    return {score.criterion: entry_of(score) for score in attempt.scores.all()}


def entry_of(score: AttemptScore) -> Entry:
    """One criterion of an attempt as any scoring has it."""
    return Entry(score.half_steps, score.not_observed, score.reason)


@dataclass(frozen=True)
class Lacking:
    """Kinds that a peer offers without being calibrated for them; `is_all` when that is all they offer."""

    kinds: list[RoundKind] = field(default_factory=list)
    is_all: bool = False


def lacking(person: User) -> Lacking:
    """What a peer could be offered for besides, once they have scored samples; two queries at most."""
    if not is_required() or not person.is_peer:
        return Lacking()
    offered = offered_kinds(person)
    have = set(
        Qualification.objects.filter(person=person, until__gt=timezone.now()).values_list("kind", flat=True)
    )
    return Lacking(
        [kind for kind in map(RoundKind, LOOP_KINDS) if kind in offered - have],
        bool(offered) and not offered & have,
    )


def counts(attempt: CalibrationAttempt) -> bool:
    """Whether an attempt is blind: its sample's agreed scores were not known until it was handed in."""
    kinds = [attempt.sample.kind]
    others = [each for each in attempts_of(attempt.person, kinds) if each.pk != attempt.pk]
    done = tried(others) + shown_in_sessions(attempt.person, kinds, timezone.now())
    this = Tried(
        name_of(attempt.sample),
        attempt.created_at,
        attempt.submitted_at or timezone.now(),
        attempt.passed,
    )
    return blind(this, done, valid_for())


def shown_until(attempt: CalibrationAttempt) -> datetime | None:
    """Until when the agreed scores are shown beside a submitted attempt; None where the page is closed.

    Afterwards the sample can be scored blind again, so nobody looks its scores up before.
    """
    kinds, now = [attempt.sample.kind], timezone.now()
    done = tried(attempts_of(attempt.person, kinds)) + shown_in_sessions(attempt.person, kinds, now)
    return known(done, name_of(attempt.sample), now, valid_for())
