"""Taking what is in the workspace away: CSV for a spreadsheet, JSON, or a print."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from common.cells import as_typed
from prep.printing import pdf_response


def csv_response(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], name: str) -> HttpResponse:
    """Rows as a CSV file in UTF-8 with its mark; no cell can begin a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([as_typed(str(row[column])) for column in columns] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    return _away(response, f"{name}.csv")


def file_response(
    form: str, *, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], sheet: dict[str, Any]
) -> HttpResponse:
    """The same as "csv", "json" or "pdf".

    Args:
        form: one of the three.
        name: of the file, without its ending; the day is added.
        columns: keys of `rows`, in the order of the CSV.
        rows: what the CSV and the JSON hold.
        sheet: what is printed (see `prep.printing`).
    """
    if form == "pdf":
        return pdf_response(sheet, name)
    name = f"{name}-{timezone.localdate():%Y-%m-%d}"
    if form == "csv":
        return csv_response(columns, rows, name)
    return _away(JsonResponse({"rows": list(rows)}), f"{name}.json")


def _away(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
