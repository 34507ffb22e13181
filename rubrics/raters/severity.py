"""How severe the raters of a debrief are, for whoever may read it beside the scores."""

from typing import Any

from rubrics.agreement.selectors import latest_run
from rubrics.raters import selectors, words


def severities(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The raters of a debrief's content, each once, with their severity in words.

    Only the coach reads this; it is looked up anew and never part of a revision or its PDF.
    """
    raters = {
        card["rater_id"]
        for round_ in content["rounds"]
        for card in round_["cards"]
        if card.get("rater_id") is not None
    }
    run = latest_run()
    figures = selectors.rater_figures(raters, run)
    return [
        {"rater_id": each, "words": words.severity(figures.get(each), computed=run is not None).words}
        for each in sorted(raters)
    ]
