"""What rows are called, in logs and in the administration, never says what was scored."""

import pytest

from rubrics.debriefs import compiler
from rubrics.models import Debrief, RevisionCall, RevisionFigure, Score
from tests.rubrics.making import finished_loop

pytestmark = pytest.mark.django_db


def test_names_of_rows_hold_no_score_and_no_call() -> None:
    loop = finished_loop()
    compiler.run(Debrief.objects.get(loop=loop).pk)
    assert {str(score) for score in Score.objects.all()} == set(
        Score.objects.values_list("criterion", flat=True)
    )
    assert {str(each) for each in RevisionFigure.objects.all()} == set(
        RevisionFigure.objects.values_list("criterion", flat=True)
    )
    assert {str(each) for each in RevisionCall.objects.all()} == set(
        RevisionCall.objects.values_list("kind", flat=True)
    )
