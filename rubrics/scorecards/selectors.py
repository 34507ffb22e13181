"""Reading scorecards."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from interviews.models import Round
from rubrics.content.selectors import current_rubric
from rubrics.models import Rubric, Scorecard
from rubrics.scorecards.rules import CardData, Entry
from rubrics.scorecards.scale import neighbours, written
from rubrics.scorecards.visibility import visible_scorecards


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
            stamp="" if chip.offset is None else f"{chip.offset // 60}:{chip.offset % 60:02}",
            text=chip.text,
            criteria=sorted(tag.criterion for tag in chip.tags.all()),
        )
        for chip in card.chips.all()
    ]


def chipped(card: Scorecard) -> set[str]:
    """The criteria of a card that have a moment attached."""
    return {criterion for chip in chips_of(card) for criterion in chip.criteria}


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
    """A submitted card for reading; `role` is the rater's, `loose` are moments attached to nothing."""

    card: Scorecard
    rater: str
    role: str
    call: str
    entries: list[ReadEntry]
    loose: list[Chip]


def submitted_cards(user: User, round: Round) -> list[ReadCard]:  # noqa: A002
    """The submitted cards of a round that `user` may see, their own first, then in order of submission."""
    cards = (
        visible_scorecards(user, round)
        .filter(state=Scorecard.State.SUBMITTED)
        .select_related("rubric", "rater")
        .prefetch_related("scores", "chips__tags")
        .order_by("submitted_at", "pk")
    )
    roles = dict(round.seats.values_list("person_id", "role"))
    read = [read_card(card, roles.get(card.rater_id, "")) for card in cards]
    return sorted(read, key=lambda each: each.card.rater_id != user.pk)


def read_card(card: Scorecard, role: str) -> ReadCard:
    """A card in the order and the words of its rubric."""
    data, chips = data_of(card), chips_of(card)
    return ReadCard(
        card=card,
        rater=card.rater.shown_name,
        role=role,
        call=call_title(card.rubric.body, card.call),
        entries=[
            _read_entry(criterion, data.entries.get(criterion["key"], Entry()), chips)
            for criterion in card.rubric.body["criteria"]
        ],
        loose=[chip for chip in chips if not chip.criteria],
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
