"""Makers of rubrics, cards and finished loops."""

from typing import Any

from accounts.models import User
from interviews.kinds import LOOP_KINDS
from interviews.loops.services import set_round_state
from interviews.models import Loop, Round
from rubrics.lookback import services as lookback
from rubrics.lookback.rules import RATED, LookBackData
from rubrics.models import DrillSet, Rubric, Scorecard
from rubrics.scorecards.rules import CardData, Entry
from rubrics.scorecards.services import submit
from tests.factories import make_loop, make_track

CRITERIA = ("first", "second", "third")


def rubric_body(kind: str) -> dict[str, Any]:
    """A rubric whose criterion keys are `<kind>_first` and so on; anchors hold their point."""
    return {
        "slug": f"test-{kind.replace('_', '-')}",
        "kind": kind,
        "title": f"Rubric {kind}",
        "criteria": [
            {
                "key": f"{kind}_{name}",
                "title": f"{name.title()} of {kind}",
                "question": "What was seen?",
                "anchors": {str(point): f"Anchor {point} of {name}" for point in range(1, 6)},
                "evidence_examples": ["Said this.", "Drew that."],
                "weight": 1,
            }
            for name in CRITERIA
        ],
        "calls": [
            {"key": key, "title": title}
            for key, title in (
                ("strong_no", "Strong no"),
                ("no", "No"),
                ("yes", "Yes"),
                ("strong_yes", "Strong yes"),
            )
        ],
    }


def make_rubrics() -> None:
    """A current rubric for each kind of round, and a drill for each criterion."""
    slug = make_track().slug
    for kind in LOOP_KINDS:
        body = rubric_body(kind)
        Rubric.objects.get_or_create(
            track_slug=slug,
            kind=kind,
            is_current=True,
            defaults={
                "slug": body["slug"],
                "number": 1,
                "digest": "2" * 64,
                "title": body["title"],
                "body": body,
            },
        )
    drills = [
        {
            "slug": f"drill-{kind}-{name}",
            "title": f"Drill {kind} {name}",
            "criteria": [f"{kind}_{name}"],
            "minutes": 20,
            "do": "Do this.",
            "good_looks_like": "It looks good.",
            "weak": "A weak form.",
            "strong": "A strong form.",
        }
        for kind in LOOP_KINDS
        for name in CRITERIA
    ]
    DrillSet.objects.get_or_create(
        track_slug=slug, is_current=True, defaults={"digest": "3" * 64, "body": {"drills": drills}}
    )


def card_data(kind: str, *half_steps: int | None, **fields: Any) -> CardData:
    """A complete card: the given scores in order (6 for the rest), None for not observed."""
    scores = [*half_steps, *[6] * (len(CRITERIA) - len(half_steps))]
    return CardData(
        entries={
            f"{kind}_{name}": Entry(score, score is None, f"EVIDENCE {kind} {name}")
            for name, score in zip(CRITERIA, scores, strict=True)
        },
        call=fields.get("call", "yes"),
        call_evidence=fields.get("call_evidence", "CALLREASON"),
        takeaway=fields.get("takeaway", f"TAKEAWAY {kind}"),
    )


def interviewer_of(round_: Round) -> User:
    """Who interviews in the round."""
    return round_.seats.get(role="interviewer").person


def run_round(round_: Round) -> Round:
    """The round as it is after it took place."""
    set_round_state(round=round_, new="live", actor=None)
    return set_round_state(round=round_, new="completed", actor=None)


def hand_in(round_: Round, *half_steps: int | None, rater: User | None = None, **fields: Any) -> Scorecard:
    """A submitted card of the round, by its interviewer unless told otherwise."""
    return submit(
        round=round_,
        rater=rater or interviewer_of(round_),
        version=0,
        data=card_data(round_.kind, *half_steps, **fields),
    )


def look_back_data(kind: str, *half_steps: int | None, rating: int = 7, **fields: Any) -> LookBackData:
    """A complete look back: the given scores in order (6 for the rest), None for not observed."""
    card = card_data(kind, *half_steps)
    return LookBackData(
        entries={
            key: Entry(each.half_steps, each.not_observed, f"OWNWORDS {key}")
            for key, each in card.entries.items()
        },
        takeaway=fields.get("takeaway", f"OWNTAKEAWAY {kind}"),
        ratings=dict.fromkeys(RATED, rating),
        comment=fields.get("comment", f"RATINGWORDS {kind}"),
    )


def look_back(round_: Round, *half_steps: int | None, **fields: Any) -> None:
    """The candidate's look back on a round, handed in."""
    lookback.submit(round=round_, version=0, data=look_back_data(round_.kind, *half_steps, **fields))


def waive_all(loop: Loop) -> None:
    """The candidate will not look back on any round that took place."""
    for round_ in loop.rounds.filter(state=Round.State.COMPLETED):
        lookback.waive(round=round_)


def finished_loop(
    candidate: User | None = None, *, cards: int = 4, waived: bool = True, **fields: Any
) -> Loop:
    """A loop whose four rounds took place, with the cards of the first `cards` of them in.

    Unless told otherwise the candidate will not look back, so that the cards alone are waited for.
    """
    make_rubrics()
    loop = make_loop(candidate)
    for number, round_ in enumerate(loop.rounds.order_by("position")):
        run_round(round_)
        if waived:
            lookback.waive(round=round_)
        if number < cards:
            hand_in(round_, 3 + number, 7, **fields)
    loop.refresh_from_db()
    return loop
