"""Addresses of rubrics; each feature keeps its own views."""

from django.urls import URLPattern, URLResolver, path

from rubrics.debriefs import views as debriefs
from rubrics.history import views as history
from rubrics.scorecards import views as scorecards

app_name = "rubrics"
urlpatterns: list[URLPattern | URLResolver] = [
    path("rounds/<uuid:round_id>/scorecard/", scorecards.scorecard, name="scorecard"),
    path("loops/<uuid:loop_id>/debrief/", debriefs.debrief, name="debrief"),
    path("loops/<uuid:loop_id>/debrief/retry/", debriefs.retry_debrief, name="retry_debrief"),
    path(
        "loops/<uuid:loop_id>/debrief/boards/<uuid:board_id>.svg",
        debriefs.debrief_board,
        name="debrief_board",
    ),
    path("loops/<uuid:loop_id>/debrief.pdf", debriefs.debrief_pdf, name="debrief_pdf"),
    path("debriefs/", history.debriefs, name="debriefs"),
]
