"""The matrix of a report: criteria that rounds share, by round, with interval and number of raters."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.agreement.intervals import width_text
from rubrics.charts.interval import cell_chart
from rubrics.debriefs.content import mean
from rubrics.debriefs.reading import Reading
from rubrics.debriefs.rows import combined_row, drawn, ends
from rubrics.scorecards.scale import written_mean


def matrix(content: dict[str, Any], reading: Reading) -> dict[str, Any] | None:
    """Criteria that two rounds or more ask for, as rows over these rounds; None where no two share one.

    A row's cells stand in the order of `columns`; a cell is None where the round does not ask for it. Beside
    them `across` is the criterion over all rounds that observed it, None where fewer than two did.
    """
    asked: dict[str, dict[str, dict[str, Any]]] = {}
    for round_ in content["rounds"]:
        for row in round_["criteria"]:
            asked.setdefault(row["key"], {})[round_["kind"]] = row
    shared = {key: by_kind for key, by_kind in asked.items() if len(by_kind) > 1}
    named = {kind for by_kind in shared.values() for kind in by_kind}
    kinds = [each["kind"] for each in content["rounds"] if each["kind"] in named]
    if not shared:
        return None
    across = {each["key"]: combined_row(each, reading) for each in content["combined"]}
    return {
        "columns": [str(SHORT_TITLES[RoundKind(kind)]) for kind in kinds],
        "rows": [
            {
                "title": next(iter(by_kind.values()))["title"],
                "cells": [_cell(by_kind[kind], reading) if kind in by_kind else None for kind in kinds],
                "across": across.get(key),
            }
            for key, by_kind in shared.items()
        ],
    }


def rater_count(raters: int) -> str:
    """How many raters, in words."""
    return ngettext("%(count)s rater", "%(count)s raters", raters) % {"count": raters}


def _cell(row: dict[str, Any], reading: Reading) -> dict[str, Any]:
    observed, middle = row["observed"], mean(row)
    raters = len(observed)
    around = ends(middle, raters)
    if middle is None or around is None:
        return {"score": "", "words": _("not observed")}
    return {
        "score": written_mean(observed),
        "width": width_text(raters),
        "words": rater_count(raters),
        "far_apart": row["far_apart"],
        "chart": drawn(cell_chart(middle, around, look=reading.look)),
    }
