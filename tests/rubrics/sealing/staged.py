"""A loop that is driven from before its first round to a reopened card, with a secret in every text field.

Whatever somebody says begins with `QX` and who said it, and their scores are half steps of their own, so that
both are found wherever they leak to.
"""

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts.models import CoachGrant, User
from interviews.calendar.services import open_feed
from interviews.loops.services import set_round_state
from interviews.models import Loop, Round, Seat
from rubrics.debriefs import compiler
from rubrics.lookback import services as lookback
from rubrics.lookback.rules import RATED, LookBackData
from rubrics.models import ChipTag, EvidenceChip, Scorecard
from rubrics.scorecards.reopening import reopen
from rubrics.scorecards.rules import CardData, Entry
from rubrics.scorecards.services import save_draft, submit
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, seat_person
from tests.rubrics.making import CRITERIA, make_rubrics, run_round

KIND, OTHER = "system_design", "behavioural"
SCORES = {"IV": 3, "SH": 5, "RV": 9, "SELF": 7}
STAGES = (
    "before",
    "drafts",
    "one side in",
    "both sides in",
    "deadline",
    "revealed",
    "reopened",
    "handed in again",
)


def card(owner: str, kind: str = KIND) -> CardData:
    """A whole card that says whose it is in every field."""
    score = SCORES.get(owner, 6)
    return CardData(
        entries={f"{kind}_{name}": Entry(score, evidence=f"QX{owner} evidence {name}") for name in CRITERIA},
        call="yes",
        call_evidence=f"QX{owner} decided",
        takeaway=f"QX{owner} takeaway",
    )


class Staged:
    """The loop at one of STAGES: a design round with every kind of rater, and a behavioural one."""

    def __init__(self, stage: str) -> None:
        make_rubrics()
        self.stage, at = stage, STAGES.index(stage)
        candidate = make_user("Cand Idate")
        self.loop: Loop = make_loop(candidate, rounds=False)
        interviewer, other = make_peer(hours=False), make_peer(hours=False)
        soon = timezone.now() + timedelta(hours=2)
        self.round: Round = make_round(self.loop, KIND, interviewer=interviewer, starts_at=soon)
        later = soon + timedelta(hours=2)
        self.other_round: Round = make_round(self.loop, OTHER, interviewer=other, starts_at=later)
        shadow, reverse, coach, scoring = (
            make_peer(hours=False),
            make_peer(hours=False),
            make_coach(candidate),
            make_coach(candidate),
        )
        for person, purpose in ((shadow, Seat.Purpose.SHADOW), (reverse, Seat.Purpose.REVERSE_SHADOW)):
            seat = seat_person(self.round, person, "observer")
            Seat.objects.filter(pk=seat.pk).update(purpose=purpose)
        past = make_coach()
        CoachGrant.objects.create(candidate=candidate, coach=past, revoked_at=timezone.now())
        self.people: dict[str, User] = {
            "candidate": candidate,
            "interviewer": interviewer,
            "other interviewer": other,
            "shadow": shadow,
            "reverse shadow": reverse,
            "coach": coach,
            "scoring coach": scoring,
            "past coach": past,
            "stranger": make_user("Stran Ger", is_peer=True, is_coach=True),
            "administrator": User.objects.create_superuser("root@example.org", "x"),
        }
        self.raters = {"IV": interviewer, "SH": shadow, "RV": reverse, "CO": scoring}
        self.feeds = [open_feed(person=each).token for each in self.people.values()]
        for act in (self._drafts, self._one_side, self._both_sides)[:at]:
            act()
        if at >= STAGES.index("deadline"):
            if stage != "deadline":
                submit(round=self.other_round, rater=other, version=0, data=card("OT", OTHER))
            else:
                self._pass_deadline()
            compiler.sweep()
        if at >= STAGES.index("reopened"):
            self._reopen()
        if at >= STAGES.index("handed in again"):
            self._again()

    def card_of(self, owner: str) -> Scorecard:
        """A rater's card of the design round."""
        return Scorecard.objects.get(round=self.round, rater=self.raters[owner])

    def _drafts(self) -> None:
        set_round_state(round=self.round, new="live", actor=None)
        for owner, rater in self.raters.items():
            save_draft(round=self.round, rater=rater, version=0, data=card(owner))
        chip = EvidenceChip.objects.create(
            id=uuid.uuid4(), scorecard=self.card_of("IV"), at=timezone.now(), offset=61, text="QXIV moment"
        )
        ChipTag.objects.create(chip=chip, criterion=f"{KIND}_first")

    def _one_side(self) -> None:
        set_round_state(round=self.round, new="completed", actor=None)
        for owner in ("IV", "SH"):
            submit(round=self.round, rater=self.raters[owner], version=1, data=card(owner))
        lookback.save_draft(round=self.round, version=0, data=self.look_back())

    def _both_sides(self) -> None:
        for owner in ("RV", "CO"):
            submit(round=self.round, rater=self.raters[owner], version=1, data=card(owner))
        lookback.submit(round=self.round, version=1, data=self.look_back())
        run_round(self.other_round)
        lookback.waive(round=self.other_round)

    def _pass_deadline(self) -> None:
        long_ago = timezone.now() - timedelta(hours=60)
        Round.objects.filter(loop=self.loop).update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
        self.loop.debrief.refresh_from_db()
        self.loop.debrief.due_at = long_ago
        self.loop.debrief.save()

    def _reopen(self) -> None:
        found = self.card_of("IV")
        reopen(card=found, coach=self.people["coach"], reason="QXWHY once more")
        save_draft(round=self.round, rater=found.rater, version=found.version + 1, data=card("NEW"))

    def _again(self) -> None:
        found = self.card_of("IV")
        submit(round=self.round, rater=found.rater, version=found.version, data=card("NEW"))
        compiler.sweep()

    def look_back(self) -> LookBackData:
        """What the candidate says of themselves and of the round."""
        own = card("SELF")
        return LookBackData(
            own.entries, "QXSELF differently", dict.fromkeys(RATED, 8), comment="QXRATE of the round"
        )

    def may(self, role: str) -> set[str]:
        """Whose words a role may find at this stage."""
        at = STAGES.index(self.stage)
        own = {
            "interviewer": {"IV"},
            "shadow": {"SH"},
            "reverse shadow": {"RV"},
            "scoring coach": {"CO"},
        }.get(role, set())
        found: set[str] = set(own) if at >= 1 else set()
        raters, opened = {"IV", "SH", "RV", "CO"}, at >= STAGES.index("deadline")
        if role in {"past coach", "stranger", "administrator"} or at == 0:
            return set()
        if self.stage == "one side in" and role in {"interviewer", "shadow"}:
            found |= {"IV", "SH"}
        if at >= STAGES.index("both sides in") and own:
            found |= raters
        if role == "candidate" and at >= STAGES.index("one side in"):
            found |= {"SELF", "RATE"}
        if role == "other interviewer" and self.stage != "deadline" and at > STAGES.index("deadline"):
            found |= {"OT"}
        blind = role == "other interviewer" and self.stage == "deadline"
        if opened and not blind and role not in {"shadow", "reverse shadow"}:
            found |= raters | {"SELF"} | ({"OT"} if self.stage != "deadline" else set())
        if opened and role == "interviewer":
            found |= {"RATE"}
        if self.stage == "reopened" and role == "interviewer":
            found |= {"NEW"}
        if self.stage == "handed in again" and "IV" in found:
            found |= {"NEW"}
        if at >= STAGES.index("reopened") and "IV" in found:
            found |= {"WHY"}
        return found
