"""Addresses of rubrics; each feature keeps its own views."""

from django.urls import URLPattern, URLResolver, include, path

from rubrics.authoring import edit_views as editing
from rubrics.authoring import views as authoring
from rubrics.calibration import views as calibration
from rubrics.coaching import action_views as actions
from rubrics.coaching import drill_views as drills
from rubrics.coaching import rater_views as other_raters
from rubrics.coaching import views as coaching
from rubrics.cohort import views as cohort
from rubrics.debriefs import release_views as releasing
from rubrics.debriefs import revision_views as revisions
from rubrics.debriefs import views as debriefs
from rubrics.exports import views as exports
from rubrics.history import views as history
from rubrics.lookback import views as lookback
from rubrics.raters import agreement_views as agreement
from rubrics.raters import views as raters
from rubrics.scorecards import chip_views as chips
from rubrics.scorecards import reopening_views as reopening
from rubrics.scorecards import views as scorecards
from rubrics.season import compare_views as compare
from rubrics.sessions import score_views, talk_views
from rubrics.sessions import views as sessions
from rubrics.sharing import views as sharing

app_name = "rubrics"
urlpatterns: list[URLPattern | URLResolver] = [
    path("rounds/<uuid:round_id>/scorecard/", scorecards.scorecard, name="scorecard"),
    path("rounds/<uuid:round_id>/scorecard/moments/", chips.kept_chips, name="chips"),
    path(
        "rounds/<uuid:round_id>/scorecard/moments/<uuid:chip_id>/remove/",
        chips.remove_chip,
        name="remove_chip",
    ),
    path("scorecards/<uuid:card_id>/reopen/", reopening.reopen_card, name="reopen_card"),
    path("scorecards/<uuid:card_id>/changes/", reopening.card_changes, name="card_changes"),
    path("rounds/<uuid:round_id>/look-back/", lookback.look_back, name="look_back"),
    path("rounds/<uuid:round_id>/look-back/waive/", lookback.waive, name="waive_look_back"),
    path("loops/<uuid:loop_id>/debrief/", debriefs.debrief, name="debrief"),
    path("loops/<uuid:loop_id>/debrief/retry/", debriefs.retry_debrief, name="retry_debrief"),
    path("loops/<uuid:loop_id>/debrief/revisions/<int:number>/", revisions.revision, name="revision"),
    path(
        "loops/<uuid:loop_id>/debrief/revisions/<int:number>.pdf",
        revisions.revision_pdf,
        name="revision_pdf",
    ),
    path("loops/<uuid:loop_id>/debrief/share/", sharing.share_debrief, name="share_debrief"),
    path("share-links/<uuid:link_id>/revoke/", sharing.revoke_share, name="revoke_share"),
    path("shared/<str:token>/", sharing.shared_debrief, name="shared"),
    path("shared/<str:token>/debrief.pdf", sharing.shared_pdf, name="shared_pdf"),
    path("shared/<str:token>/boards/<uuid:board_id>.svg", sharing.shared_board, name="shared_board"),
    path("loops/<uuid:loop_id>/debrief/release/", releasing.release_debrief, name="release_debrief"),
    path(
        "loops/<uuid:loop_id>/debrief/boards/<uuid:board_id>.svg",
        debriefs.debrief_board,
        name="debrief_board",
    ),
    path("loops/<uuid:loop_id>/debrief.json", exports.debrief_json, name="debrief_json"),
    path("loops/<uuid:loop_id>/debrief.pdf", debriefs.debrief_pdf, name="debrief_pdf"),
    path("loops/<uuid:loop_id>/debrief/actions/", actions.link_action, name="link_action"),
    path("loops/<uuid:loop_id>/debrief/annotate/", coaching.annotate, name="annotate"),
    path("annotations/<uuid:annotation_id>/", coaching.annotation, name="annotation"),
    path("annotations/<uuid:annotation_id>/remove/", coaching.remove_annotation, name="remove_annotation"),
    path("loops/<uuid:loop_id>/debrief/drills/", drills.assign_drill, name="assign_drill"),
    path("drills/", drills.drill_list, name="drills"),
    path("drills/<uuid:drill_id>/", drills.drill, name="drill"),
    path("rounds/<uuid:round_id>/raters/", other_raters.ask_rater, name="ask_rater"),
    path("rater-asks/<uuid:ask_id>/", other_raters.rater_ask, name="rater_ask"),
    path("scoring/", raters.scoring, name="scoring"),
    path("scoring/raters/", raters.raters, name="raters"),
    path("scoring/raters/<int:rater_id>/", raters.rater, name="rater"),
    path("scoring/agreement/", agreement.agreement, name="agreement"),
    path("scoring/agreement/run/", agreement.agreement_run, name="agreement_run"),
    path("debriefs/", history.debriefs, name="debriefs"),
    path("cohort/", cohort.cohort, name="cohort"),
    path("debriefs/compare/", compare.compare_debriefs, name="compare_debriefs"),
    path("season/", include("rubrics.season.urls")),
    path("debriefs/export/", exports.export_debriefs, name="export_debriefs"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<uuid:export_id>/", exports.export, name="export"),
    path("exports/<uuid:export_id>/file/", exports.export_file, name="export_file"),
    path("exports/<uuid:export_id>/change/", exports.change_export, name="change_export"),
    path("debriefs/views/", history.saved_views, name="saved_views"),
    path("debriefs/views/<uuid:view_id>/", history.change_view, name="change_view"),
    path("rubrics/", authoring.rubrics, name="rubrics"),
    path("rubrics/versions/<int:number>/", authoring.version, name="rubric_version"),
    path("rubrics/versions/<int:number>.yaml", authoring.export, name="rubric_export"),
    path("rubrics/versions/<int:number>/restore/", authoring.restore, name="restore_rubric"),
    path("rubrics/<slug:track>/<str:kind>/", authoring.rubric, name="rubric"),
    path("rubrics/<slug:track>/<str:kind>/compare/", authoring.compare_versions, name="compare_rubrics"),
    path("rubrics/<slug:track>/<str:kind>/edit/", editing.edit, name="edit_rubric"),
    path("rubrics/<slug:track>/<str:kind>/publish/", editing.publish, name="publish_rubric"),
    path("rubrics/<slug:track>/<str:kind>/import/", editing.import_file, name="import_rubric"),
    path("calibration/", calibration.calibration, name="calibration"),
    path("calibration/samples/<int:sample_id>/begin/", calibration.begin, name="begin_calibration"),
    path("calibration/attempts/<uuid:attempt_id>/", calibration.attempt, name="calibration_attempt"),
    path(
        "calibration/attempts/<uuid:attempt_id>/board.svg",
        calibration.attempt_board,
        name="calibration_board",
    ),
    path("calibration/sessions/", sessions.sessions, name="sessions"),
    path("calibration/sessions/new/", sessions.start, name="start_session"),
    path("calibration/sessions/<uuid:session_id>/", sessions.session, name="session"),
    path("calibration/sessions/<uuid:session_id>/who/", sessions.who, name="session_who"),
    path("calibration/sessions/<uuid:session_id>/board.svg", sessions.board, name="session_board"),
    path("calibration/sessions/<uuid:session_id>/scores/", score_views.scores, name="session_scores"),
    path("calibration/sessions/<uuid:session_id>/ask/", sessions.ask, name="ask_to_session"),
    path(
        "calibration/sessions/<uuid:session_id>/members/<int:member_id>/remove/",
        sessions.remove,
        name="remove_from_session",
    ),
    path("calibration/sessions/<uuid:session_id>/due/", sessions.due, name="move_session_due"),
    path("calibration/sessions/<uuid:session_id>/cancel/", sessions.cancel, name="cancel_session"),
    path("calibration/sessions/<uuid:session_id>/open/", sessions.open_now, name="open_session"),
    path("calibration/sessions/<uuid:session_id>/talk/", talk_views.talk, name="session_talk"),
    path(
        "calibration/sessions/<uuid:session_id>/talk/<slug:criterion>/", talk_views.say, name="say_in_session"
    ),
    path("calibration/sessions/<uuid:session_id>/agree/", talk_views.agree, name="session_agree"),
]
