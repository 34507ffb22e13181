"""What an administrator keeps true: the usual ranges. Offers are their candidates' alone and not here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from prep.models import RangeFigure


@admin.register(RangeFigure)
class RangeFigureAdmin(admin.ModelAdmin):
    """Ranges with their source and its date; one that is changed here is no longer the file's."""

    list_display = ["what", "stage", "low", "high", "currency", "unit", "source", "source_date", "in_file"]
    list_filter = ["what", "stage", "currency"]
    fields = ["what", "stage", "unit", "currency", "low", "high", "source", "source_date"]

    def save_model(self, request: HttpRequest, obj: RangeFigure, form: Any, change: bool) -> None:
        """Take the row out of the file's hands."""
        obj.in_file = False
        super().save_model(request, obj, form, change)
