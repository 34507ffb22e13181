"""Reading scorecards."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from interviews.models import Loop, Round
from rubrics.content.selectors import current_rubric
from rubrics.models import CardRevision, ChipTag, EvidenceChip, Rubric, Scorecard
from rubrics.scorecards.revisions import clock, from_body, to_body
from rubrics.scorecards.rules import CardData, Entry
from rubrics.scorecards.scale import neighbours, written
from rubrics.scorecards.visibility import handed_in, visible_ratings, visible_scorecards


def rubric_for(round: Round) -> Rubric | None:  # noqa: A002
    """The rubric of a round: the version its first card was bound to, else the current one, else None."""
    bound = Rubric.objects.filter(scorecards__round=round).order_by("scorecards__created_at").first()
    return bound or current_rubric(round.loop.track.slug, round.kind)


def own_card(round: Round, rater: User) -> Scorecard | None:  # noqa: A002
    """A person's card of a round with its rubric and scores, or None before the first save."""
    return (
        Scorecard.objects.filter(round=round, rater=rater)
        .select_related("rubric")
        .prefetch_related("scores", "chips__tags")
        .first()
    )


def bound_rubric(round: Round, rater: User) -> Rubric | None:  # noqa: A002
    """The rubric that a person scores a round on: their card's once it is begun."""
    card = own_card(round, rater)
    return card.rubric if card else rubric_for(round)


def data_of(card: Scorecard) -> CardData:
    """What a card says, as it was typed."""
    return CardData(
        entries={
            score.criterion: Entry(score.half_steps, score.not_observed, score.evidence)
            for score in card.scores.all()
        },
        call=card.call,
        call_evidence=card.call_evidence,
        takeaway=card.takeaway,
    )


def body_of(card: Scorecard) -> dict[str, Any]:
    """What a card says now as plain data, with its chips (`rubrics.scorecards.revisions`)."""
    return to_body(data_of(card), version=card.version, chips=[_chip(each) for each in card.chips.all()])


@dataclass(frozen=True)
class Standing:
    """What a handed-in card says to everybody but its rater.

    While a card that was reopened is a draft, that is what it said when it was submitted last. `body` is as
    in `rubrics.scorecards.revisions`; `revisions` are its earlier versions, oldest first.
    """

    card: Scorecard
    body: dict[str, Any]
    submitted_at: dt.datetime
    revisions: list[CardRevision]

    @property
    def data(self) -> CardData:
        """The body as what was typed."""
        return from_body(self.body)

    @property
    def version(self) -> int:
        """The version of the card that was submitted."""
        return int(self.body["version"])

    @property
    def is_open(self) -> bool:
        """Whether the rater has the card open again."""
        return self.card.state == Scorecard.State.DRAFT


def standing(card: Scorecard) -> Standing | None:
    """What a card says that was handed in, or None for one that never was."""
    revisions = list(card.revisions.all())
    if card.submitted_at is not None:
        return Standing(card, body_of(card), card.submitted_at, revisions)
    if revisions:
        return Standing(card, revisions[-1].body, revisions[-1].submitted_at, revisions)
    return None


def was_handed_in(card: Scorecard) -> bool:
    """Whether others may read the card: it was submitted, be it that it was reopened since."""
    return card.submitted_at is not None or card.revisions.exists()


def standing_cards(loop: Loop) -> list[Standing]:
    """Every card of a loop that was handed in, self-scores included, in order of submission."""
    return _standing(Scorecard.objects.filter(handed_in(), round__loop=loop))


def _standing(cards: QuerySet[Scorecard]) -> list[Standing]:
    """The standing of cards with all that reading them needs, in five queries."""
    chips = EvidenceChip.objects.prefetch_related("tags")
    whole = cards.select_related("rubric", "rater").prefetch_related(
        "scores",
        Prefetch("chips", chips),
        Prefetch("revisions", CardRevision.objects.select_related("reopened_by")),
    )
    found = [each for each in map(standing, whole) if each is not None]
    return sorted(found, key=lambda each: (each.submitted_at, str(each.card.pk)))


def _chip(chip: EvidenceChip) -> dict[str, Any]:
    return {
        "id": str(chip.pk),
        "source": chip.source,
        "at": chip.at.isoformat(),
        "offset": chip.offset,
        "board_seq": chip.board_seq,
        "text": chip.text,
        "criteria": sorted(tag.criterion for tag in chip.tags.all()),
    }


@dataclass(frozen=True)
class Chip:
    """A moment kept as evidence; `stamp` is its time in the round as 12:34, "" before the start."""

    id: str
    source: str
    source_title: str
    at: dt.datetime
    stamp: str
    text: str
    criteria: list[str]

    def plain(self) -> dict[str, Any]:
        """As it goes to the page's script."""
        return {
            "id": self.id,
            "source": self.source,
            "at": self.at.timestamp(),
            "stamp": self.stamp,
            "text": self.text,
            "criteria": self.criteria,
        }


def chips_of(card: Scorecard) -> list[Chip]:
    """The moments on a card in the order of time. Prefetch `chips__tags` for several cards."""
    return [
        Chip(
            id=str(chip.pk),
            source=chip.source,
            source_title=chip.get_source_display(),
            at=chip.at,
            stamp=clock(chip.offset),
            text=chip.text,
            criteria=sorted(tag.criterion for tag in chip.tags.all()),
        )
        for chip in card.chips.all()
    ]


def kept_chips(body: dict[str, Any]) -> list[Chip]:
    """The moments of a card that is kept as plain data (`rubrics.scorecards.revisions`)."""
    return [
        Chip(
            id=chip["id"],
            source=chip["source"],
            source_title=str(EvidenceChip.Source(chip["source"]).label),
            at=dt.datetime.fromisoformat(chip["at"]),
            stamp=clock(chip["offset"]),
            text=chip["text"],
            criteria=chip["criteria"],
        )
        for chip in body["chips"]
    ]


def chipped(card: Scorecard) -> set[str]:
    """The criteria of a card that have a moment attached."""
    return set(ChipTag.objects.filter(chip__scorecard=card).values_list("criterion", flat=True))


@dataclass(frozen=True)
class ReadEntry:
    """One criterion of a submitted card: `score` as it is said, "" when not observed; `anchors` in words."""

    title: str
    score: str
    half_steps: int | None
    anchors: list[str]
    evidence: str
    chips: list[Chip]


@dataclass(frozen=True)
class ReadCard:
    """A handed-in card for reading.

    `role` is as whom its rater scored, `loose` are moments attached to nothing, `revised` is how often it was
    reopened, `is_open` that it is now.
    """

    card: Scorecard
    rater: str
    role: str
    call: str
    call_evidence: str
    takeaway: str
    submitted_at: dt.datetime
    entries: list[ReadEntry]
    loose: list[Chip]
    revised: int
    is_open: bool

    @property
    def role_words(self) -> str:
        """As whom the rater scored, in words."""
        return str(Scorecard.Role(self.role).label)


def submitted_cards(user: User, round: Round) -> list[ReadCard]:  # noqa: A002
    """The handed-in cards of a round that `user` may see, their own first, then in order of submission."""
    found = _standing(visible_scorecards(user, round).filter(handed_in()))
    return [read_card(each) for each in sorted(found, key=lambda each: each.card.rater_id != user.pk)]


def read_rating(user: User, round: Round) -> dict[str, Any] | None:  # noqa: A002
    """How the candidate found a round, for the interviewer who may read it by now, in words."""
    rating = visible_ratings(user, round.loop).filter(round=round, interviewer=user).first()
    if rating is None:
        return None
    asked = {
        _("Realism"): rating.realism,
        _("Helpfulness"): rating.helpfulness,
        _("Evidence"): rating.evidence_quality,
    }
    return {
        "scores": [(title, written(value)) for title, value in asked.items() if value is not None],
        "comment": rating.comment,
    }


def read_card(stands: Standing) -> ReadCard:
    """A card in the order and the words of its rubric."""
    card, data, chips = stands.card, stands.data, kept_chips(stands.body)
    return ReadCard(
        card=card,
        rater=card.rater.shown_name,
        role=card.role,
        call=call_title(card.rubric.body, data.call),
        call_evidence=data.call_evidence,
        takeaway=data.takeaway,
        submitted_at=stands.submitted_at,
        entries=[
            _read_entry(criterion, data.entries.get(criterion["key"], Entry()), chips)
            for criterion in card.rubric.body["criteria"]
        ],
        loose=[chip for chip in chips if not chip.criteria],
        revised=len(stands.revisions),
        is_open=stands.is_open,
    )


def call_choices(body: dict[str, Any]) -> list[tuple[str, str]]:
    """The overall calls of a rubric, with the one that every card offers besides: that none could be made."""
    return [(each["key"], each["title"]) for each in body["calls"]] + [
        (Scorecard.Call.NO_DECISION.value, _("No decision"))
    ]


def call_title(body: dict[str, Any], call: str) -> str:
    """The words of an overall call on a card of this rubric, or ""."""
    return dict(call_choices(body)).get(call, "")


def _read_entry(criterion: dict[str, Any], entry: Entry, chips: list[Chip]) -> ReadEntry:
    chosen = entry.half_steps
    return ReadEntry(
        title=criterion["title"],
        score="" if chosen is None else written(chosen),
        half_steps=chosen,
        anchors=[] if chosen is None else [criterion["anchors"][point] for point in neighbours(chosen)],
        evidence=entry.evidence,
        chips=[chip for chip in chips if criterion["key"] in chip.criteria],
    )
