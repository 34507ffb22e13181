"""Scoring samples: begun, saved as a draft, handed in once, compared; and what that leads to."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.models import Qualification
from interviews.qualifying.services import qualify
from rubrics.calibration import selectors
from rubrics.calibration.access import may_calibrate
from rubrics.calibration.counting import counted_from, extended, passed_samples
from rubrics.calibration.passing import compare
from rubrics.calibration.writing import write_scores
from rubrics.content.selectors import current_rubric
from rubrics.models import CalibrationAttempt, CalibrationSample
from rubrics.scorecards.rules import Entry, Gap, criterion_gaps, fitting

State = CalibrationAttempt.State


class Incomplete(DomainError):
    """Something is missing; `gaps` says what. What was typed is saved as a draft."""

    def __init__(self, missing: list[Gap]) -> None:
        super().__init__(
            _("Your scores are saved, but not submitted: something is missing."), code="incomplete"
        )
        self.gaps = missing


@transaction.atomic
def begin(*, person: User, sample: CalibrationSample) -> CalibrationAttempt:
    """Begin to score a sample; a draft that is there already is gone on with.

    Raises:
        DomainError: code "not_yours" for who neither runs rounds nor coaches, "no_rubric", "no_reference",
            "in_session" while a session waits for the person's scores of it, "later" while others of its
            kind are to be scored first.
    """
    if not may_calibrate(person):
        raise DomainError(_("Samples are scored by people who run rounds."), code="not_yours")
    _lock(person)
    (standing,) = selectors.standings(person, kinds=[sample.kind])
    line = next((line for line in standing.lines if line.sample.pk == sample.pk), None)
    if line is None:
        raise DomainError(_("This sample can’t be scored now. Choose another."), code="no_reference")
    if line.draft is not None:
        return line.draft
    if line.state == "session":
        raise DomainError(
            _("You are asked to score this sample in a session, where all scores open together."),
            code="in_session",
        )
    if line.state == "later":
        raise DomainError(_("Score the other samples of this kind first."), code="later")
    rubric = current_rubric(sample.track_slug, sample.kind)
    if rubric is None:
        raise DomainError(_("There is no rubric for this kind of round yet."), code="no_rubric")
    return CalibrationAttempt.objects.create(person=person, sample=sample, rubric=rubric)


@transaction.atomic
def save_draft(
    *, attempt: CalibrationAttempt, version: int, entries: Mapping[str, Entry]
) -> CalibrationAttempt:
    """Keep what was typed so far.

    Args:
        attempt: only its key is trusted.
        version: the version that `entries` were typed upon.
        entries: all criteria; those that the rubric does not have are dropped.

    Returns:
        The attempt; unchanged when it says this already.

    Raises:
        Conflict: code "stale", another tab or device saved since; nothing is changed.
        DomainError: code "locked" once submitted.
    """
    found = (
        CalibrationAttempt.objects.select_for_update(of=("self",)).select_related("rubric").get(pk=attempt.pk)
    )
    wanted = fitting(found.rubric.body["criteria"], entries)
    if wanted == selectors.entries_of(found):
        return found
    if found.state == State.SUBMITTED:
        raise DomainError(
            _("These scores are submitted and locked. What is on this page was not kept."), code="locked"
        )
    if found.version != version:
        raise Conflict(
            _("These scores were changed in another tab or on another device. Nothing was overwritten."),
            code="stale",
        )
    write_scores(found, wanted)
    found.version += 1
    found.save(update_fields=["version", "updated_at"])
    return found


def submit(*, attempt: CalibrationAttempt, version: int, entries: Mapping[str, Entry]) -> CalibrationAttempt:
    """Hand scores in: saved, locked, compared with the agreed ones; enough passed samples qualify.

    Idempotent. Args and Raises as `save_draft`, and:

    Raises:
        Incomplete: something is missing; what was typed is saved.
        DomainError: code "no_reference" when there is nothing to compare with any more, "in_session" while a
            session waits for the person's blind scores of it; what was typed is saved.
    """
    saved = save_draft(attempt=attempt, version=version, entries=entries)
    with transaction.atomic():
        # The person first: two attempts that are handed in at once see each other's outcome.
        _lock(saved.person)
        found = (
            CalibrationAttempt.objects.select_for_update(of=("self",))
            .select_related("rubric", "sample", "person")
            .get(pk=saved.pk)
        )
        if found.state == State.SUBMITTED:
            return found
        if found.version != saved.version:
            raise Conflict(_("These scores were changed in another tab or on another device."), code="stale")
        typed = selectors.entries_of(found)
        criteria = found.rubric.body["criteria"]
        if missing := criterion_gaps(criteria, typed):
            raise Incomplete(missing)
        if selectors.name_of(found.sample) in selectors.in_sessions(found.person):
            raise DomainError(
                _(
                    "Your scores are saved. You are in a session on this sample, whose agreed scores you "
                    "would see too early: hand these in once it has opened."
                ),
                code="in_session",
            )
        reference = selectors.current_reference(found.sample)
        if reference is None:
            raise DomainError(
                _("Your scores are saved. There is nothing to compare them with now; try again later."),
                code="no_reference",
            )
        outcome = compare(
            [criterion["key"] for criterion in criteria],
            {key: entry.half_steps for key, entry in typed.items()},
            {key: said["half_steps"] for key, said in reference.body.items()},
        )
        found.state, found.submitted_at = State.SUBMITTED, timezone.now()
        found.reference = reference
        found.passed, found.compared = outcome.passed, outcome.compared
        found.largest, found.total = outcome.largest, outcome.total
        found.version += 1
        found.save()
        if found.passed:
            qualify_by_samples(person=found.person, kind=found.sample.kind, now=found.submitted_at)
        return found


def qualify_by_samples(*, person: User, kind: str, now: datetime) -> Qualification | None:
    """Qualify a person for a kind of round if they have passed enough different samples of it.

    Call it in the transaction that decides that an attempt passed, with the person locked; attempts in
    sessions count like others.

    Returns:
        The qualification that was given or prolonged; None where samples are missing, or none are asked.
    """
    needed = settings.CALIBRATION_SAMPLES
    held = Qualification.objects.filter(person=person, kind=kind).first()
    until, valid = held.until if held else None, selectors.valid_for()
    since = counted_from(until, now, valid)
    done = selectors.tried(selectors.attempts_of(person, [kind]))
    done += selectors.shown_in_sessions(person, [kind], now)
    if needed <= 0 or len(passed_samples(done, since, valid)) < needed:
        return None
    return qualify(
        person=person,
        kind=kind,
        until=extended(until, now, valid),
        source=Qualification.Source.CALIBRATION,
    )


def _lock(person: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
