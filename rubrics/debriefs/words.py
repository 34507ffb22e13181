"""What a debrief's findings are called, in words for people."""

from django.utils.translation import gettext as _


def concept_title(key: str) -> str:
    """One of the four concepts of settlement, in words."""
    return {
        "idempotency": _("Idempotency"),
        "consistency": _("Scoped eventual consistency"),
        "isolation": _("Fault isolation"),
        "observability": _("Observability"),
    }[key]


def check_title(key: str) -> str:
    """What a check asks: "car" or "consequence"."""
    return {
        "car": _("Context, action, result"),
        "consequence": _("Ends at the product consequence"),
    }[key]


def check_why(why: str) -> str:
    """What a check rests on; `why` is one of `checks.WHY`."""
    return {
        "scores_high": _("Raters score it 3.5 or more."),
        "scores_low": _("Raters score it 2.5 or less."),
        "words_for": _("Raters’ evidence says so."),
        "words_against": _("Raters’ evidence says what was missing."),
        "apart": _("Raters are two points or more apart on it."),
        "between": _("The score lies between, and the evidence does not settle it."),
        "nothing": _("Nobody observed it."),
    }[why]
