"""Moments kept as evidence: kept once, changed without losing, locked with the card."""

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from common.errors import DomainError
from interviews.loops.services import set_round_state
from interviews.models import Board, BoardEvent, Round
from rubrics.models import ChipTag, EvidenceChip, Scorecard
from rubrics.scorecards.chips import ChipState, Moment, StaleChip, keep_chip, remove_chip
from rubrics.scorecards.rules import CardData, Entry
from rubrics.scorecards.selectors import chipped, chips_of
from rubrics.scorecards.services import Incomplete, nudge, save_draft, submit
from tests.factories import make_loop, make_peer, seat_person
from tests.rubrics.making import CRITERIA, card_data, hand_in, interviewer_of, make_rubrics

pytestmark = pytest.mark.django_db
KIND = "system_design"
FIRST, SECOND, THIRD = (f"{KIND}_{name}" for name in CRITERIA)


@pytest.fixture
def live() -> Round:
    make_rubrics()
    round_: Round = make_loop().rounds.get(kind=KIND)
    return set_round_state(round=round_, new="live", actor=None)


@pytest.fixture
def rater(live: Round) -> User:
    return interviewer_of(live)


def keep(
    round_: Round,
    rater: User,
    text: str = "",
    *criteria: str,
    id: UUID | None = None,  # noqa: A002
    base: ChipState | None = None,
    moment: Moment | None = None,
) -> EvidenceChip:
    wanted = ChipState(text, frozenset(criteria))
    return keep_chip(
        round=round_, rater=rater, id=id or uuid4(), moment=moment or Moment(), wanted=wanted, base=base
    )


def told() -> list[tuple[str, list[str]]]:
    return [(chip.text, chip.criteria) for chip in chips_of(Scorecard.objects.get())]


def test_a_moment_knows_its_time_and_begins_the_card(live: Round, rater: User) -> None:
    started = timezone.now() - timedelta(minutes=12, seconds=34)
    Round.objects.update(started_at=started)
    chip = keep(live, rater, "Named the key", FIRST)
    assert (chip.offset, chip.board_seq, chip.source) == (754, None, "moment")
    card = Scorecard.objects.get()
    assert (card.version, card.state, chipped(card)) == (0, "draft", {FIRST})
    assert chips_of(card)[0].stamp == "12:34"


def test_kept_offline_it_has_the_time_it_was_kept_at_but_none_outside_the_round(
    live: Round, rater: User
) -> None:
    started = timezone.now() - timedelta(minutes=30)
    Round.objects.update(started_at=started, starts_at=started, closed_at=started + timedelta(minutes=20))
    offline = keep(live, rater, moment=Moment(at=started + timedelta(seconds=65)))
    wrong = keep(live, rater, moment=Moment(at=timezone.now() + timedelta(days=400)))
    early = keep(live, rater, moment=Moment(at=started - timedelta(days=400)))
    noted = keep(live, rater, "heard", moment=Moment("note", at=timezone.now(), offset=300))
    assert [each.offset for each in (offline, wrong, early, noted)] == [65, 1200, None, 300]
    assert early.at == started - timedelta(minutes=10)


def test_the_board_is_kept_as_it_was_at_that_moment(live: Round, rater: User) -> None:
    board, _ = Board.objects.get_or_create(round=live)
    now = timezone.now()
    Round.objects.update(started_at=now - timedelta(minutes=5))
    empty = keep(live, rater, moment=Moment("board"))
    BoardEvent.objects.bulk_create(
        BoardEvent(board=board, seq=seq, at=now - timedelta(seconds=60 - seq), data={})
        for seq in range(1, 31)
    )
    then = keep(live, rater, moment=Moment("board", at=now - timedelta(seconds=40)))
    assert (empty.board_seq, then.board_seq) == (0, 20)


def test_sent_twice_it_is_kept_once(live: Round, rater: User) -> None:
    chip = uuid4()
    for _ in range(2):
        keep(live, rater, "Named the key", FIRST, id=chip)
    keep(
        live,
        rater,
        "Named the key at once",
        FIRST,
        id=chip,
        base=ChipState("Named the key", frozenset([FIRST])),
    )
    keep(live, rater, "Named the key", FIRST, id=chip)  # the first, late
    assert told() == [("Named the key at once", [FIRST])]


def test_changes_from_two_devices_come_together(live: Round, rater: User) -> None:
    chip, base = uuid4(), ChipState("Said", frozenset([FIRST]))
    keep(live, rater, "Said", FIRST, id=chip)
    keep(live, rater, "Said", FIRST, SECOND, id=chip, base=base)
    keep(live, rater, "Said it twice", THIRD, id=chip, base=base)
    assert told() == [("Said it twice", sorted([SECOND, THIRD]))]
    with pytest.raises(StaleChip) as stale:
        keep(live, rater, "Never said", FIRST, id=chip, base=base)
    assert stale.value.newer == "Said it twice"
    assert told() == [("Said it twice", sorted([SECOND, THIRD]))]


def test_removing_and_bringing_back(live: Round, rater: User) -> None:
    chip = uuid4()
    keep(live, rater, "Said", FIRST, id=chip)
    for _ in range(2):
        remove_chip(round=live, rater=rater, id=chip)
    assert told() == []
    keep(live, rater, "Said", FIRST, id=chip)
    assert told() == [("Said", [FIRST])]


def test_nobody_reaches_the_moments_of_another(live: Round, rater: User) -> None:
    chip = keep(live, rater, "Mine", FIRST)
    observer = make_peer(hours=False)
    seat_person(live, observer, "observer")
    with pytest.raises(DomainError) as refused:
        keep(live, observer, "Theirs", id=chip.pk, base=ChipState("Mine"))
    assert refused.value.code == "taken"
    remove_chip(round=live, rater=observer, id=chip.pk)
    with pytest.raises(DomainError) as refused:
        keep(live, live.loop.candidate)
    assert refused.value.code == "not_rater"
    assert EvidenceChip.objects.get().text == "Mine"


def test_a_submitted_card_keeps_its_evidence(live: Round, rater: User) -> None:
    chip = keep(live, rater, "Said", FIRST)
    hand_in(live)
    keep(live, rater, "Said", FIRST, id=chip.pk)  # a repetition, its answer was lost
    for refused in (
        lambda: keep(live, rater),
        lambda: keep(live, rater, "Other", id=chip.pk, base=ChipState("Said", frozenset([FIRST]))),
        lambda: remove_chip(round=live, rater=rater, id=chip.pk),
    ):
        with pytest.raises(DomainError) as locked:
            refused()
        assert locked.value.code == "locked"
    assert told() == [("Said", [FIRST])]


def test_limits_and_criteria_of_another_rubric(
    live: Round, rater: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rubrics.scorecards.chips.MOST_CHIPS", 2)
    keep(live, rater, "One", "made_up", FIRST)
    chip = keep(live, rater, "Two")
    with pytest.raises(DomainError) as full:
        keep(live, rater, "Three")
    assert full.value.code == "full"
    keep(live, rater, "Two again", id=chip.pk, base=ChipState("Two"))
    assert told() == [("One", [FIRST]), ("Two again", [])]


def test_a_moment_is_the_evidence_of_its_criterion(live: Round, rater: User) -> None:
    entries = dict(card_data(KIND).entries) | {FIRST: Entry(9)}
    data = CardData(entries, "no_decision", "Half of it was about travel.", "Draw the retry.")
    with pytest.raises(Incomplete):
        submit(round=live, rater=rater, version=0, data=data)
    keep(live, rater, "", FIRST)
    card = submit(round=live, rater=rater, version=1, data=data)
    assert (card.state, card.call) == ("submitted", "no_decision")


def test_a_nudge_is_said_once(live: Round, rater: User) -> None:
    data = card_data(KIND, 8, 8, 8)
    card = save_draft(round=live, rater=rater, version=0, data=data)
    assert nudge(card=card) == ["halo"]
    assert nudge(card=card) == []
    card = save_draft(round=live, rater=rater, version=1, data=card_data(KIND, 9, 9, 9))
    assert nudge(card=card) == []
    assert nudge(card=submit(round=live, rater=rater, version=2, data=card_data(KIND, 9, 9, 9))) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from([FIRST, SECOND, THIRD])), max_size=8), st.randoms()
)
def test_in_whatever_order_attaching_arrives(
    live: Round, rater: User, changes: list[tuple[int, str]], order: random.Random
) -> None:
    EvidenceChip.objects.all().delete()
    ids = [keep(live, rater, str(number)).pk for number in range(3)]
    order.shuffle(changes)
    for number, key in changes:
        base = ChipState(str(number))
        keep(live, rater, str(number), key, id=ids[number], base=base)
    expected = {(ids[number], key) for number, key in changes}
    assert set(ChipTag.objects.values_list("chip", "criterion")) == expected
