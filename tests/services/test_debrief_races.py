"""A round is closed while its card comes in: whoever is second sees the first, and neither fails."""

import threading

import pytest
from django.db import connections, transaction

from interviews.loops.services import set_round_state
from interviews.models import Loop, Round
from rubrics.models import Debrief, LookBackWaiver, Scorecard
from rubrics.scorecards.services import save_draft
from tests.factories import make_loop
from tests.rubrics.making import card_data, hand_in, interviewer_of, make_rubrics, run_round, waive_all

pytestmark = pytest.mark.django_db(transaction=True)


def rater_of(round_: Round) -> threading.Thread:
    """The round has begun; the thread, not yet started, hands its card in."""
    set_round_state(round=round_, new="live", actor=None)
    # Saved while it was typed, as cards are.
    save_draft(round=round_, rater=interviewer_of(round_), version=0, data=card_data(round_.kind))

    def card() -> None:
        try:
            hand_in(round_)
        finally:
            connections.close_all()

    return threading.Thread(target=card)


def test_last_card_that_comes_in_while_its_round_is_closed_queues_the_debrief() -> None:
    make_rubrics()
    loop = make_loop()
    *others, last = loop.rounds.order_by("position")
    for round_ in others:
        hand_in(run_round(round_))
    waive_all(loop)
    rater = rater_of(last)
    LookBackWaiver.objects.create(round=last, candidate=loop.candidate)
    with transaction.atomic():
        set_round_state(round=last, new="completed", actor=None)
        rater.start()
        # It gets as far as it can before this commits.
        rater.join(1)
        assert rater.is_alive()
    rater.join(20)
    assert not rater.is_alive()
    assert Debrief.objects.get(loop=loop).state == "queued"


def test_first_card_that_comes_in_while_its_round_is_closed_makes_one_debrief() -> None:
    make_rubrics()
    loop = make_loop()
    first = loop.rounds.order_by("position")[0]
    rater = rater_of(first)
    with transaction.atomic():
        Loop.objects.select_for_update().get(pk=loop.pk)
        rater.start()
        rater.join(1)
        # Each would wait for the other if the debrief were made without the loop's lock.
        set_round_state(round=first, new="completed", actor=None)
    rater.join(20)
    assert Scorecard.objects.get().state == "submitted"
    assert Debrief.objects.get(loop=loop).state == "waiting"
