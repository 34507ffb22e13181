"""A round is closed while its card comes in: whoever is second sees the first, and the debrief is queued."""

import threading

import pytest
from django.db import connections, transaction

from interviews.loops.services import set_round_state
from rubrics.models import Debrief
from rubrics.scorecards.services import save_draft
from tests.factories import make_loop
from tests.rubrics.making import card_data, hand_in, interviewer_of, make_rubrics, run_round

pytestmark = pytest.mark.django_db(transaction=True)


def test_last_card_that_comes_in_while_its_round_is_closed_queues_the_debrief() -> None:
    make_rubrics()
    loop = make_loop()
    *others, last = loop.rounds.order_by("position")
    for round_ in others:
        hand_in(run_round(round_))
    set_round_state(round=last, new="live", actor=None)
    # Saved while it was typed, as cards are.
    save_draft(round=last, rater=interviewer_of(last), version=0, data=card_data(last.kind))

    def card() -> None:
        try:
            hand_in(last)
        finally:
            connections.close_all()

    rater = threading.Thread(target=card)
    with transaction.atomic():
        set_round_state(round=last, new="completed", actor=None)
        rater.start()
        # It gets as far as it can before this commits.
        rater.join(1)
        assert rater.is_alive()
    rater.join(20)
    assert not rater.is_alive()
    assert Debrief.objects.get(loop=loop).state == "queued"
