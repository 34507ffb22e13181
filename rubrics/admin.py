"""The administrator's view: how far things are, never what raters said."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rubrics.debriefs import services, states
from rubrics.models import (
    CalibrationSession,
    CardRevision,
    Debrief,
    Export,
    LookBackWaiver,
    RecompileRun,
    RoundRating,
    Rubric,
    Scorecard,
    SeasonGoal,
    SeasonNote,
    ShareLink,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows chosen fields; nothing is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Rubric)
class RubricAdmin(ReadOnlyAdmin):
    """Versions of rubrics, from the files and as published."""

    list_display = ["title", "track_slug", "kind", "number", "origin", "is_current", "loaded_at"]
    list_filter = ["track_slug", "kind", "is_current", "origin"]
    fields = [
        "title", "track_slug", "kind", "slug", "number", "digest", "is_current", "in_files", "origin",
        "author", "change_note", "loaded_at", "body",
    ]  # fmt: skip


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    """Whose card of which round is in; scores, evidence, call and takeaway stay with the raters."""

    list_display = ["round", "rater", "role", "state", "submitted_at"]
    list_filter = ["state", "role"]
    list_select_related = ["round", "rater"]
    fields = ["round", "rater", "role", "state", "version", "submitted_at", "created_at", "updated_at"]


@admin.register(CardRevision)
class CardRevisionAdmin(ReadOnlyAdmin):
    """Who reopened whose card and when; why, and what it said, stay with those who may read it."""

    list_display = ["scorecard", "number", "reopened_by", "reopened_at"]
    list_select_related = ["scorecard", "reopened_by"]
    fields = ["scorecard", "number", "submitted_at", "reopened_by", "reopened_at"]


@admin.register(RoundRating)
class RoundRatingAdmin(ReadOnlyAdmin):
    """Which rounds were rated; how, only its interviewer reads."""

    list_display = ["round", "state", "submitted_at"]
    list_filter = ["state"]
    list_select_related = ["round"]
    fields = ["round", "candidate", "state", "version", "submitted_at", "created_at", "updated_at"]


@admin.register(LookBackWaiver)
class LookBackWaiverAdmin(ReadOnlyAdmin):
    """Which rounds a candidate will not look back on."""

    list_display = ["round", "candidate", "at"]
    list_select_related = ["round", "candidate"]
    fields = ["round", "candidate", "at"]


@admin.register(CalibrationSession)
class CalibrationSessionAdmin(ReadOnlyAdmin):
    """Which sample who sent out, and how far it is; what people score and say stays with them."""

    list_display = ["sample", "coach", "state", "due_at", "opened_at", "agreed_at"]
    list_filter = ["state"]
    list_select_related = ["sample", "coach"]
    fields = ["sample", "coach", "state", "due_at", "opened_at", "agreed_at", "created_at", "updated_at"]


@admin.register(SeasonNote)
class SeasonNoteAdmin(ReadOnlyAdmin):
    """Who wrote a note about whom, and when; what it says stays with whoever may read it."""

    list_display = ["candidate", "author", "is_shared", "saved_at", "deleted_at"]
    list_filter = ["is_shared"]
    list_select_related = ["candidate", "author"]
    fields = ["candidate", "author", "is_shared", "is_pinned", "version", "saved_at", "deleted_at"]


@admin.register(SeasonGoal)
class SeasonGoalAdmin(ReadOnlyAdmin):
    """Whose goals there are and what became of them; what they say stays with candidate and coaches."""

    list_display = ["candidate", "set_by", "due_on", "state", "closed_at"]
    list_filter = ["state"]
    list_select_related = ["candidate", "set_by"]
    fields = ["candidate", "set_by", "due_on", "state", "closed_at", "version", "created_at", "updated_at"]


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    """Whose export is how far; what is in it stays with them."""

    list_display = ["asked_by", "format", "state", "done", "total", "attempts", "created_at", "expires_at"]
    list_filter = ["state", "format"]
    list_select_related = ["asked_by"]
    fields = [
        "asked_by", "format", "state", "done", "total", "attempts", "not_before", "lease_until", "error",
        "made_at", "expires_at", "created_at", "updated_at",
    ]  # fmt: skip


@admin.register(Debrief)
class DebriefAdmin(ReadOnlyAdmin):
    """State, attempts and error of each debrief, and trying again; not its content."""

    list_display = ["loop", "state", "due_at", "attempts", "short_error", "updated_at"]
    list_filter = ["state"]
    list_select_related = ["loop__candidate"]
    fields = [
        "loop", "state", "due_at", "step", "steps_done", "steps_total", "attempts", "not_before",
        "lease_until", "error", "created_at", "updated_at",
    ]  # fmt: skip
    actions = ["retry"]

    @admin.display(description=_("error"))
    def short_error(self, debrief: Debrief) -> str:
        """The beginning of the error."""
        return debrief.error[:80]

    @admin.action(description=_("Try again"))
    def retry(self, request: HttpRequest, queryset: QuerySet[Debrief]) -> None:
        """Queue those of the chosen debriefs that failed."""
        failed = list(queryset.filter(state=states.FAILED))
        for debrief in failed:
            services.retry(debrief=debrief)
        said = ngettext(
            "%(count)s debrief is queued again.", "%(count)s debriefs are queued again.", len(failed)
        )
        self.message_user(request, said % {"count": len(failed)}, messages.SUCCESS)


@admin.register(ShareLink)
class ShareLinkAdmin(ReadOnlyAdmin):
    """Which debriefs are shared, until when and how often they were opened; not with whom."""

    list_display = ["loop", "created_at", "expires_at", "revoked_at", "uses", "used_at"]
    list_select_related = ["loop__candidate"]
    fields = ["loop", "created_at", "expires_at", "revoked_at", "uses", "used_at"]


@admin.register(RecompileRun)
class RecompileRunAdmin(ReadOnlyAdmin):
    """How far compiling everything again is."""

    list_display = ["scope", "total", "made", "same", "failed", "created_at", "finished_at"]
    fields = ["scope", "total", "made", "same", "failed", "cursor", "created_at", "finished_at"]
