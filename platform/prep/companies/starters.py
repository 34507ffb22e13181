"""A starter set of questions for a hiring manager, each with what it finds out."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Starter(NamedTuple):
    """One question: a stable key, the question, and what to listen for in the answer."""

    key: str
    text: Promise
    why: Promise


STARTERS = (
    Starter(
        "success",
        _("How do you know this quarter that settlement works: which two or three numbers do you look at?"),
        _("Whether they measure time-to-funds and reconciliation breaks, or only uptime."),
    ),
    Starter(
        "breaks",
        _("When a reconciliation break shows up, who owns it, and how fast is it gone?"),
        _("An owner and a time; breaks that age without one are a sign."),
    ),
    Starter(
        "time_to_funds",
        _("How long is it from acceptance until a merchant sees the funds, at the median and at p99?"),
        _("Whether they know the tail, and whether it is the rail or their own queue."),
    ),
    Starter(
        "last_incident",
        _("What was the last incident that a merchant noticed before you did?"),
        _("Which signal was missing, and what changed after."),
    ),
    Starter(
        "rails",
        _("Which rail would you add or leave next, and what speaks against it?"),
        _("How cost, reach and finality are weighed."),
    ),
    Starter(
        "holds",
        _("How many settlements are held for fraud wrongly, and who argues for letting them go?"),
        _("Whether false positives have a price and an advocate."),
    ),
    Starter(
        "decision",
        _("Tell me of a decision where the product manager and engineering disagreed. How did it end?"),
        _("How much of the design is the role's to decide."),
    ),
    Starter(
        "audit",
        _("What do auditors ask for that costs you the most to answer?"),
        _("Replay, immutable postings, and who keeps them."),
    ),
    Starter(
        "first_90",
        _("What should be different ninety days after somebody starts in this seat?"),
        _("A concrete outcome; vague answers mean a vague role."),
    ),
    Starter(
        "models",
        _("Where does a model decide about money today, and who can overrule it?"),
        _("Where your background counts, and how it is governed."),
    ),
)
"""In the order they are offered."""
