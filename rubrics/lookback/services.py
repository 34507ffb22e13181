"""Writing look backs: the candidate's self-score and rating of a round, saved together and handed in once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import Conflict, DomainError
from common.mail import drop
from interviews.models import Loop, Round
from rubrics.debriefs.services import reconsider
from rubrics.lookback.rules import RATED, Lack, LookBackData, lacks
from rubrics.lookback.selectors import LookBack, look_back_of, owed_rounds
from rubrics.models import LookBackWaiver, RoundRating, Scorecard
from rubrics.scorecards.rules import fitting
from rubrics.scorecards.writing import write_scores


class Incomplete(DomainError):
    """A look back lacks something; `lacks` says what. What was typed is saved as a draft."""

    def __init__(self, missing: list[Lack]) -> None:
        super().__init__(_("Your look back is saved, but not handed in: something is missing."), "incomplete")
        self.lacks = missing


@transaction.atomic
def save_draft(*, round: Round, version: int, data: LookBackData) -> LookBack:  # noqa: A002
    """Keep what the candidate typed so far; the first save binds the self-score to the round's rubric.

    Args:
        round: a round that took place; read again.
        version: the version that `data` was typed upon, 0 for nothing saved yet.
        data: the whole page; criteria that the rubric does not have are dropped.

    Returns:
        The look back as saved; unchanged when it says this already.

    Raises:
        Conflict: code "stale", another tab or device saved since; nothing is changed.
        DomainError: code "early", "not_held", "no_rubric", "waived", "locked" once handed in, "revealed" once
            the debrief is there.
    """
    found = _locked(round)
    wanted = _fitting(found, data)
    if _same(found.data, wanted):
        return found
    _check(found)
    if found.version != version:
        raise Conflict(
            _("This page was changed in another tab or on another device. Nothing was overwritten."), "stale"
        )
    _write(found, wanted)
    return look_back_of(found.round)


def submit(*, round: Round, version: int, data: LookBackData) -> LookBack:  # noqa: A002
    """Hand a look back in: it is saved, then locked, sealed until the debrief is there. Idempotent.

    Args and Raises as `save_draft`, and:

    Raises:
        Incomplete: something is missing; what was typed is saved.
    """
    # In a transaction of its own: what was typed is kept also where something is missing.
    saved = save_draft(round=round, version=version, data=data)
    with transaction.atomic():
        found = _locked(round)
        if found.standing == "in":
            return found
        _check(found)
        if found.version != saved.version:
            raise Conflict(_("This page was changed in another tab or on another device."), "stale")
        assert found.rubric is not None
        rated = RATED if found.interviewer else ()
        if missing := lacks(found.rubric.body["criteria"], found.data, rated):
            raise Incomplete(missing)
        now = timezone.now()
        for each in (found.card, found.rating):
            if each is not None:
                each.state = "submitted"
                each.submitted_at = now
                each.version += 1
                each.save(update_fields=["state", "submitted_at", "version", "updated_at"])
        _settled(found)
        return look_back_of(found.round)


@transaction.atomic
def waive(*, round: Round) -> None:  # noqa: A002
    """Note that the candidate will not look back on this round, so that nobody waits for it. Idempotent.

    What was typed stays a draft, which nobody else ever sees.

    Raises:
        DomainError: code "early", "not_held", "locked", "revealed".
    """
    found = _locked(round)
    if found.standing == "waived":
        return
    if found.standing != "no_rubric":
        _check(found)
    LookBackWaiver.objects.get_or_create(
        round=found.round, defaults={"candidate": found.round.loop.candidate}
    )
    _settled(found)


@transaction.atomic
def take_back_waiver(*, round: Round) -> None:  # noqa: A002
    """Look back after all, while the debrief is not there yet; twice changes nothing.

    Raises:
        DomainError: code "revealed".
    """
    found = _locked(round)
    if found.standing == "revealed":
        _check(found)
    LookBackWaiver.objects.filter(round=found.round).delete()
    reconsider(loop=found.round.loop)


def _locked(round_: Round) -> LookBack:
    """The look back as it is, with the loop locked as by everything that may open its seal."""
    Loop.objects.select_for_update().get(pk=round_.loop_id)
    return look_back_of(Round.objects.select_related("loop__candidate", "loop__track").get(pk=round_.pk))


def _check(found: LookBack) -> None:
    """Raise DomainError unless it can be filled in now; its code is the standing."""
    words = {
        "early": _("You look back once the round is over."),
        "not_held": _("This round did not take place, so there is nothing to look back on."),
        "no_rubric": _("There is no rubric for this kind of round yet."),
        "waived": _("You said that you won’t look back on this round. Take that back first."),
        "revealed": _("The debrief is there already, so a self-score now would not be your own any more."),
        "in": _("Your look back is handed in and locked. What is on this page was not kept."),
    }
    if found.standing != "open":
        code = "locked" if found.standing == "in" else found.standing
        raise DomainError(words[found.standing], code=code)


def _settled(found: LookBack) -> None:
    loop = found.round.loop
    drop(key_prefix=f"look-back:{found.round.pk}:")
    if not owed_rounds(loop.candidate).filter(loop=loop).exists():
        drop(key_prefix=f"look-back:{loop.pk}:")
    reconsider(loop=loop)


def _fitting(found: LookBack, data: LookBackData) -> LookBackData:
    """`data` without what the rubric or the round does not have, and without what is empty."""
    criteria = found.rubric.body["criteria"] if found.rubric else []
    rates = found.interviewer is not None
    return LookBackData(
        entries=fitting(criteria, data.entries),
        takeaway=data.takeaway,
        ratings={name: data.ratings.get(name) for name in RATED} if rates else {},
        comment=data.comment if rates else "",
    )


def _same(saved: LookBackData, wanted: LookBackData) -> bool:
    ratings = [{name: each.ratings.get(name) for name in RATED} for each in (saved, wanted)]
    return (
        dict(saved.entries) == dict(wanted.entries)
        and ratings[0] == ratings[1]
        and (saved.takeaway, saved.comment) == (wanted.takeaway, wanted.comment)
    )


def _write(found: LookBack, data: LookBackData) -> None:
    """Both parts of the page, with one version."""
    round_, candidate, version = found.round, found.round.loop.candidate, found.version + 1
    card = found.card or Scorecard(round=round_, rater=candidate, rubric=found.rubric)
    card.role = Scorecard.Role.CANDIDATE
    card.takeaway, card.version = data.takeaway, version
    card.save()
    write_scores(card, data.entries)
    if found.interviewer is None:
        return
    rating = found.rating or RoundRating(round=round_, candidate=candidate)
    rating.interviewer = found.interviewer
    for name in RATED:
        setattr(rating, name, data.ratings.get(name))
    rating.comment, rating.version = data.comment, version
    rating.save()
