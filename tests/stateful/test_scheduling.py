"""The machine, run: a fixed set of examples by default, and as long as you like with MOCKLOOP_STATEFUL."""

import faulthandler
import os

import hypothesis
import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.attending import Scheduling

LONG = int(os.environ.get("MOCKLOOP_STATEFUL", "0"))
"""How many random examples to try instead of the fixed ones."""


@pytest.mark.django_db
def test_people_do_anything_in_any_order() -> None:
    if LONG:
        faulthandler.cancel_dump_traceback_later()  # It takes long, and does not hang.
    run_state_machine_as_test(
        Scheduling,
        settings=hypothesis.settings(
            max_examples=LONG or 16,
            stateful_step_count=50 if LONG else 30,
            # The same examples each time: what fails here fails for a reason in the change at hand.
            derandomize=not LONG,
            database=None,
            # Shrinking takes minutes: the long run does it, once somebody wants to understand.
            phases=list(hypothesis.Phase) if LONG else [hypothesis.Phase.generate],
            deadline=None,
            print_blob=bool(LONG),
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
