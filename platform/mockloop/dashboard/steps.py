"""Chooses the one next step of a person from what the selectors read (no queries here)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from interviews.kinds import RoundKind
from interviews.loops.line import interviewer_name
from interviews.models import CoverAsk, Loop, Round, Seat
from interviews.opening import stage
from rubrics.calibration.selectors import Lacking
from rubrics.models import CalibrationSession, Debrief, DebriefRevision

# From here on nothing is more urgent than the round itself.
SOON = timedelta(minutes=15)


@dataclass(frozen=True)
class Facts:
    """What is known about the person now; see `mockloop.dashboard.selectors`."""

    person: User
    now: datetime
    seats: Sequence[Seat] = ()
    loop: Loop | None = None
    to_score: Sequence[Round] = ()
    to_look_back: Sequence[Round] = ()
    asks: Sequence[CoverAsk] = ()
    has_hours: bool = True
    calibration: Lacking = field(default_factory=Lacking)
    debriefs: Sequence[DebriefRevision] = field(default_factory=tuple)
    sessions: Sequence[CalibrationSession] = ()


@dataclass(frozen=True)
class Step:
    """The next step: a title, a sentence, when it is or until when it is waited for, and one button."""

    title: str
    words: str
    button: str
    url: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_live: bool = False
    due_at: datetime | None = None


def next_step(facts: Facts) -> Step:
    """The one step that answers "what is next" for everything the person is."""
    first = facts.seats[0] if facts.seats else None
    if first and (first.round.state == Round.State.LIVE or first.round.starts_at - facts.now <= SOON):
        return _of_seat(first, facts.now)
    if facts.to_score:
        return _of_card(facts.to_score[0], facts.now)
    if facts.to_look_back:
        return _of_look_back(facts.to_look_back[0], facts.now)
    if first:
        return _of_seat(first, facts.now)
    if facts.asks:
        return _of_ask(facts.asks[0])
    if facts.sessions:
        return _of_session(facts.sessions[0])
    return _of_candidate(facts) or _of_peer(facts) or _of_coach(facts) or _of_nobody(facts.person)


def _of_seat(seat: Seat, now: datetime) -> Step:
    round_ = seat.round
    kind = RoundKind(round_.kind).label
    if seat.role == Seat.Role.CANDIDATE:
        who = interviewer_name(round_)
        title = _("%(round)s with %(who)s") % {"round": kind, "who": who} if who else str(kind)
        words = _("The room opens ten minutes before. The prompt, the clock and the board are in it.")
        if not who:
            words = _("We are looking for somebody to interview you; you get a mail as soon as there is one.")
    elif seat.role == Seat.Role.INTERVIEWER:
        title = _("You run %(round)s with %(who)s") % {"round": kind, "who": round_.loop.candidate.shown_name}
        words = _("The room opens ten minutes before. You can score beside the board.")
    else:
        title = _("You watch %(round)s of %(who)s") % {"round": kind, "who": round_.loop.candidate.shown_name}
        words = _("You see the board and the prompt as they open; you do not draw.")
    live = round_.state == Round.State.LIVE
    if live:
        words = _("It is running now.")
    elif stage(round_, now) == "open":
        words = _("The room is open.")
    return Step(
        title=title,
        words=words,
        button=_("Go to the room"),
        url=reverse("interviews:room", args=[round_.pk]),
        starts_at=round_.starts_at,
        ends_at=round_.ends_at,
        is_live=live,
    )


def _of_ask(ask: CoverAsk) -> Step:
    round_ = ask.request.round
    return Step(
        title=_("Can you take %(round)s with %(who)s?")
        % {"round": RoundKind(round_.kind).label, "who": round_.loop.candidate.shown_name},
        words=_("The interviewer can’t make it. Whoever says yes first gets the round."),
        button=_("Say yes or no"),
        url=reverse("interviews:cover", args=[ask.request_id]),
        starts_at=round_.starts_at,
        ends_at=round_.ends_at,
    )


def _of_card(round_: Round, now: datetime) -> Step:
    due_at = _due(round_, now)
    words = _("%(round)s is over; the debrief waits for your card.")
    if getattr(round_, "reopened", False):
        due_at = None
        words = _(
            "A coach reopened your card of %(round)s. What you handed in stands until it comes in again."
        )
    elif due_at is None:
        words = _("%(round)s: the debrief went on without your card. Once it comes in, it is made anew.")
    return Step(
        title=_("Finish your scorecard of %(who)s") % {"who": round_.loop.candidate.shown_name},
        words=words % {"round": RoundKind(round_.kind).label},
        due_at=due_at,
        button=_("Finish the scorecard"),
        url=reverse("rubrics:scorecard", args=[round_.pk]),
    )


def _of_look_back(round_: Round, now: datetime) -> Step:
    return Step(
        title=_("Look back on %(round)s") % {"round": RoundKind(round_.kind).label},
        words=_("Score yourself and rate the round before the interviewers’ cards open."),
        due_at=_due(round_, now),
        button=_("Look back"),
        url=reverse("rubrics:look_back", args=[round_.pk]),
    )


def _due(round_: Round, now: datetime) -> datetime | None:
    """Until when the debrief waits, where it still does (`rubrics.debriefs.selectors.with_due`)."""
    due_at: datetime | None = getattr(round_, "cards_due_at", None)
    return due_at if due_at and due_at > now else None


def _of_session(session: CalibrationSession) -> Step:
    return Step(
        title=_("Score “%(sample)s”") % {"sample": session.sample.title},
        words=_("%(name)s leads a calibration session. All scores open together once they are in.")
        % {"name": session.coach.shown_name},
        due_at=session.due_at,
        button=_("Score the sample"),
        url=reverse("rubrics:session_scores", args=[session.pk]),
    )


def _of_candidate(facts: Facts) -> Step | None:
    if not facts.person.is_candidate:
        return None
    loop = facts.loop
    if loop and loop.state == Loop.State.COMPLETED:
        return _of_debrief(loop)
    if loop:
        return Step(
            title=_("Your loop is not closed yet"),
            words=_("A round is over, but its interviewer has not closed it. Nothing for you to do."),
            button=_("See the loop"),
            url=reverse("interviews:loop", args=[loop.pk]),
        )
    waits = not facts.has_hours or facts.calibration.is_all
    if (facts.person.is_peer and waits) or (facts.person.is_coach and facts.debriefs):
        return None
    return Step(
        title=_("Book your first loop"),
        words=_("Four rounds with peers, in your own time zone, booked in one go."),
        button=_("Book a loop"),
        url=reverse("interviews:book"),
    )


def _of_debrief(loop: Loop) -> Step:
    debrief: Debrief | None = getattr(loop, "debrief", None)
    url = reverse("rubrics:debrief", args=[loop.pk])
    if debrief and debrief.state == Debrief.State.READY:
        return Step(
            title=_("Your debrief is ready"),
            words=_(
                "Where your interviewers agreed, where not, and three things to do before the next loop."
            ),
            button=_("Read your debrief"),
            url=url,
        )
    return Step(
        title=_("Your debrief is on its way"),
        words=_(
            "It is put together when the last scorecard is in. You get a mail as soon as you can read it."
        ),
        button=_("See how far it is"),
        url=url,
    )


def _of_peer(facts: Facts) -> Step | None:
    if not facts.person.is_peer:
        return None
    if not facts.has_hours:
        return Step(
            title=_("Say when you can run rounds"),
            words=_(
                "Candidates are only offered times that you state. You can change them whenever you like."
            ),
            button=_("Set your hours"),
            url=reverse("interviews:hours"),
        )
    if facts.calibration.is_all:
        return Step(
            title=_("Score samples before you are offered"),
            words=_(
                "Your hours are stated. Candidates are offered rounds with you once you have scored a few "
                "recorded ones like others did."
            ),
            button=_("Score samples"),
            url=reverse("rubrics:calibration"),
        )
    if facts.person.is_coach and facts.debriefs:
        return None
    return Step(
        title=_("Nothing is booked with you"),
        words=_("Your hours are on offer. When somebody books you, you get an invitation by mail."),
        button=_("Look at your hours"),
        url=reverse("interviews:hours"),
    )


def _of_coach(facts: Facts) -> Step | None:
    if not facts.person.is_coach:
        return None
    if facts.debriefs:
        newest = facts.debriefs[0].debrief.loop
        return Step(
            title=_("Read the debrief of %(who)s") % {"who": newest.candidate.shown_name},
            words=_("The newest one of the candidates who let you in."),
            button=_("Read the debrief"),
            url=reverse("rubrics:debrief", args=[newest.pk]),
        )
    return Step(
        title=_("No debrief to read yet"),
        words=_(
            "A candidate lets you in under Settings, Coaches. After their next loop the debrief appears here."
        ),
        button=_("See all debriefs"),
        url=reverse("rubrics:debriefs"),
    )


def _of_nobody(person: User) -> Step:
    if person.is_staff:
        return Step(
            title=_("You look after this Mockloop"),
            words=_("People, their roles and what went wrong are in the administration."),
            button=_("Open the administration"),
            url=reverse("admin:index"),
        )
    return Step(
        title=_("Say what you want to do here"),
        words=_("Practise, run rounds for others, or coach: choose one or several in your settings."),
        button=_("Open the settings"),
        url=reverse("accounts:profile"),
    )
