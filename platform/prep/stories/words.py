"""Checks and probes in words: what was looked for, what was found, and what can't be told."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from prep.stories.checks import Check


class Said(NamedTuple):
    """A check for the person who typed: `held` is "yes", "no" or "unsure"."""

    key: str
    held: str
    title: str
    words: str


def limits() -> str:
    """What no rule can know."""
    return _(
        "These checks read words and numbers. They can't tell whether a figure is true, whether it was your "
        "doing, or whether a hiring manager would care."
    )


def said(checks: Sequence[Check]) -> list[Said]:
    """Every check in words."""
    return [Said(check.key, check.held, *_words(check)) for check in checks]


def _words(check: Check) -> tuple[str, str]:
    found = {"found": check.found}
    title, yes, no, unsure = {
        "metric": (
            _("A metric with unit, before and after"),
            _("Found “%(found)s”.") % found,
            _("“%(found)s” is a number without a change: what was it before?") % found
            if check.found
            else _("No number with a unit. Say what was measured, before and after."),
            _("“%(found)s” says by how much, not from what. Have the base ready.") % found,
        ),
        "whom": (
            _("A user or a risk"),
            _("Found “%(found)s”.") % found,
            _("Nobody is better off and no risk went down, by its words. For whom was it?"),
            "",
        ),
        "beyond_model": (
            _("Goes beyond the model"),
            _("Goes on to “%(found)s”.") % found,
            _("It stops at “%(found)s”: a tool or a model. What followed for money or people?") % found
            if check.found
            else _("There is no impact yet."),
            _("No tool and no consequence found; it may be worded unusually."),
        ),
        "consequence_last": (
            _("The consequence is the last word"),
            _("It ends in its consequence."),
            _("It ends in “%(found)s”. Put the product consequence last.") % found
            if check.found
            else _("There is no ending yet. Close with the product consequence."),
            "",
        ),
        "one_sentence": (
            _("Can be said in one sentence"),
            _("%(found)s words, one sentence.") % found,
            _("%(found)s words. Cut it to what you can say in one breath.") % found
            if check.found
            else _("Nothing to say yet."),
            "",
        ),
        "car_told": (
            _("Context, action and result are told"),
            _("All three are there."),
            _("So far only: %(found)s.") % found if check.found else _("None of the three is told yet."),
            "",
        ),
    }[check.key]
    return title, {"yes": yes, "no": no, "unsure": unsure}[check.held]


def probe_words(kind: str, about: str) -> str:
    """A question for the interviewer."""
    found = {"about": about}
    return {
        "measured": _("“%(about)s”: how measured, and over which time?") % found,
        "base": _("“%(about)s”: from what base, and what would it have been without you?") % found,
        "whom": _("Who noticed, outside your team?"),
        "so_what": _("And then: what changed for the merchant, the money or the auditor?"),
        "part": _("“%(about)s”: what of it was your decision, and what speaks against it?") % found,
    }[kind]
