"""What an administrator may look up: who has which round when, and what happened to it.

Nothing can be changed here, since every change has its function with its history and its mails. Notes, boards
and what was scored are not here at all: they belong to the people in the room.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from interviews.credits.forms import GiftForm
from interviews.credits.services import give
from interviews.models import (
    Attendance,
    BusySource,
    CreditEntry,
    HistoryEntry,
    Loop,
    Qualification,
    Round,
    Seat,
)
from interviews.qualifying.forms import GrantForm
from interviews.qualifying.services import qualify


class LookedUp(admin.ModelAdmin):
    """Rows to read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Loops are booked, not typed."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """States change through their functions."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """History is kept."""
        return False


@admin.register(Loop)
class LoopAdmin(LookedUp):
    """Loops by candidate and state."""

    list_display = ["id", "candidate", "track", "state", "created_at"]
    list_filter = ["state", "track"]
    list_select_related = ["candidate", "track"]
    search_fields = ["candidate__email", "candidate__name"]
    fields = ["id", "candidate", "track", "state", "created_at", "updated_at"]


@admin.register(Round)
class RoundAdmin(LookedUp):
    """Rounds by time and state."""

    list_display = ["id", "kind", "loop", "starts_at", "ends_at", "state"]
    list_filter = ["state", "kind"]
    list_select_related = ["loop__candidate"]
    date_hierarchy = "starts_at"
    search_fields = ["seats__person__email", "seats__person__name"]
    fields = ["id", "loop", "kind", "position", "starts_at", "ends_at", "state", "started_at", "closed_at"]


@admin.register(Seat)
class SeatAdmin(LookedUp):
    """Who sits where."""

    list_display = ["person", "role", "round", "created_at"]
    list_filter = ["role"]
    list_select_related = ["person", "round"]
    search_fields = ["person__email", "person__name"]
    fields = ["person", "role", "round", "created_at"]


@admin.register(HistoryEntry)
class HistoryEntryAdmin(LookedUp):
    """What happened, newest first."""

    list_display = ["at", "event", "loop", "round", "actor"]
    list_filter = ["event"]
    list_select_related = ["loop__candidate", "round", "actor"]
    ordering = ["-at", "-id"]
    date_hierarchy = "at"
    search_fields = ["loop__candidate__email", "actor__email"]
    fields = ["at", "event", "loop", "round", "actor", "old", "new", "reason"]


@admin.register(BusySource)
class BusySourceAdmin(LookedUp):
    """Whether calendars that people brought could be read; never what is in them, nor where they are."""

    list_display = ["person", "kind", "state", "fetched_at", "attempts", "error"]
    list_filter = ["state", "kind"]
    list_select_related = ["person"]
    search_fields = ["person__email", "person__name"]
    fields = ["person", "kind", "state", "error", "attempts", "fetched_at", "expanded_until"]


@admin.register(Attendance)
class AttendanceAdmin(LookedUp):
    """Who came and who did not; disputes are settled on their own page."""

    list_display = ["person", "role", "outcome", "dispute", "round", "noted_by", "created_at"]
    list_filter = ["outcome", "dispute", "role"]
    list_select_related = ["person", "round", "noted_by"]
    search_fields = ["person__email", "person__name"]
    fields = ["person", "role", "outcome", "round", "noted_by", "dispute", "settled_by", "settled_at"]


@admin.register(CreditEntry)
class CreditEntryAdmin(LookedUp):
    """Credits, line by line; an administrator can add a line, which gives or takes."""

    form = GiftForm
    list_display = ["at", "person", "amount", "reason", "round", "note"]
    list_filter = ["reason"]
    list_select_related = ["person", "round"]
    search_fields = ["person__email", "person__name"]
    date_hierarchy = "at"
    autocomplete_fields = ["person"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A gift is a line of its own; what was written stays."""
        return request.user.has_perm("interviews.add_creditentry")

    def save_model(self, request: HttpRequest, obj: CreditEntry, form: object, change: bool) -> None:
        """Give through the function that keeps the balance, instead of writing the row."""
        made = give(person=obj.person, amount=obj.amount, note=obj.note)
        obj.pk, obj.reason, obj.at = made.pk, made.reason, made.at


@admin.register(Qualification)
class QualificationAdmin(admin.ModelAdmin):
    """Who may be offered for which kind of round until when; an administrator may grant it, saying why."""

    form = GrantForm
    list_display = ["person", "kind", "until", "source", "updated_at"]
    list_filter = ["kind", "source"]
    list_select_related = ["person"]
    search_fields = ["person__email", "person__name"]
    date_hierarchy = "until"
    autocomplete_fields = ["person"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Whose leave it is, and for what, stays."""
        return ["person", "kind"] if obj else []

    def save_model(self, request: HttpRequest, obj: Qualification, form: Any, change: bool) -> None:
        """Give leave through the function that others use; from now on it is an administrator's."""
        made = qualify(person=obj.person, kind=obj.kind, until=obj.until, source=Qualification.Source.GRANTED)
        obj.pk, obj.source = made.pk, made.source

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """The note, which is what the history is looked at for."""
        until = form.cleaned_data["until"]
        return f"{form.cleaned_data['note']} ({until:%Y-%m-%d})"
