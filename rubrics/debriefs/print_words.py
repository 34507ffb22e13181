"""The fixed words of a debrief's print."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By the names that the Typst template knows, in the active language."""
    return _frame() | _scores() | _findings() | _rounds()


def _frame() -> dict[str, str]:
    return {
        "debrief": _("Debrief"),
        "of": _("of"),
        "page": _("Page"),
        "hidden": _("Raters are called by letters in this copy."),
        "summary": _("Summary"),
        "missing": _("What is missing"),
        "contents": _("Contents"),
        "letters": _("Letters"),
        "minutes": _("minutes"),
    }


def _scores() -> dict[str, str]:
    return {
        "apart": _("Seen differently"),
        "apart_legend": _(
            "Raters two points or more apart, then the self-score a point or more from theirs."
        ),
        "raters": _("raters"),
        "points": _("points apart"),
        "higher": _("self-score higher by"),
        "lower": _("self-score lower by"),
        "own": _("Self"),
        "own_score": _("self-score"),
        "no_evidence": _("No evidence was given."),
        "scores": _("Scores"),
        "shared": _("Criteria that rounds share"),
        "across": _("Across"),
        "criterion": _("Criterion"),
        "score": _("Score"),
        "scale": _("1 to 5"),
        "bears": _("What it can bear"),
        "legend": _(
            "1 to 5: a dot a rater (a square where they are far apart), a diamond what the candidate gave; "
            "the bar is how far the truth may lie."
        ),
        "flag": _("two points or more apart"),
        "far": _("far apart"),
    }


def _findings() -> dict[str, str]:
    return {
        "standing": _("Strengths and gaps"),
        "strengths": _("Strengths"),
        "gaps": _("Gaps"),
        "no_strengths": _("Nothing stands out yet: no criterion is both at 3 or more and above the rest."),
        "no_gaps": _("Nothing falls behind: no criterion is both under 4 and below the rest."),
        "concepts": _("Four concepts"),
        "unscored": _("Nobody scored it."),
        "not_found": _(
            "Not found by its words on the board, in notes that raters picked or in their evidence. "
            "That does not say it was absent."
        ),
        "checks": _("Checks"),
        "since": _("Since the last loop"),
        "since_held": _("The last loop began on"),
        "nothing_moved": _("Nothing moved by more than chance alone would move it."),
        "within": _("No more than chance would move them:"),
        "same": _("the same"),
        "up": _("up"),
        "down": _("down"),
        "chance": _("chance alone: up to"),
        "before": _("Before"),
        "now": _("Now"),
        "change": _("Change"),
        "change_legend": _(
            "The hollow circle is where it stood, the bar how far a repetition lands by chance 19 times out "
            "of 20, the dot where it stands now."
        ),
    }


def _rounds() -> dict[str, str]:
    return {
        "actions": _("What to do next"),
        "good": _("Good looks like"),
        "weak": _("Weak"),
        "strong": _("Strong"),
        "with": _("with"),
        "call": _("Overall call"),
        "takeaway": _("Takeaway"),
        "waived": _("The candidate chose not to score themselves in this round."),
        "not_observed": _("not observed"),
        "board": _("Whiteboard"),
    }
