"""What is different between two revisions, in words."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interviews.kinds import RoundKind
from rubrics.debriefs.differences import Difference
from rubrics.scorecards.scale import written, written_mean_of


class Line(TypedDict):
    """One difference for reading: which round, what about it, what it said before and after."""

    round: str
    what: str
    before: str
    after: str


def lines(found: Sequence[Difference]) -> list[Line]:
    """Every difference as a line of a table, in its order."""
    return [
        Line(
            round=str(RoundKind(each.kind).label) if each.kind else str(_("Debrief as a whole")),
            what=_what(each),
            before=_said(each, each.before),
            after=_said(each, each.after),
        )
        for each in found
    ]


def in_short(found: Sequence[Difference]) -> str:
    """All differences as one sentence: cards that came in, scores, calls and actions that changed."""

    def count(*what: str) -> int:
        return sum(each.what in what for each in found)

    parts = []
    if cards := count("card_in"):
        parts.append(ngettext("%(n)s card came in", "%(n)s cards came in", cards) % {"n": cards})
    if again := count("again"):
        parts.append(
            ngettext("%(n)s card was handed in again", "%(n)s cards were handed in again", again)
            % {"n": again}
        )
    if rounds := count("round"):
        parts.append(ngettext("%(n)s round was closed", "%(n)s rounds were closed", rounds) % {"n": rounds})
    if scores := count("score"):
        parts.append(ngettext("%(n)s score changed", "%(n)s scores changed", scores) % {"n": scores})
    if calls := count("call"):
        parts.append(ngettext("%(n)s call changed", "%(n)s calls changed", calls) % {"n": calls})
    if evidence := count("evidence", "moments", "call_evidence", "takeaway"):
        parts.append(
            ngettext("evidence differs in %(n)s place", "evidence differs in %(n)s places", evidence)
            % {"n": evidence}
        )
    if means := count("mean"):
        parts.append(ngettext("%(n)s mean moved", "%(n)s means moved", means) % {"n": means})
    if actions := count("action_in"):
        parts.append(ngettext("%(n)s new action", "%(n)s new actions", actions) % {"n": actions})
    if not parts:
        return _("Nothing that raters said is different; it was put together anew.")
    whole = ", ".join(parts)
    return f"{whole[:1].upper()}{whole[1:]}."


def _what(each: Difference) -> str:
    about = {"who": each.who, "where": each.where}
    words = {
        "round": _("The round"),
        "card_in": _("The card of %(who)s came in"),
        "card_gone": _("The card of %(who)s does not count any more"),
        "again": _("%(who)s handed the card in again"),
        "score": _("%(where)s, score by %(who)s"),
        "evidence": _("%(where)s, evidence of %(who)s"),
        "moments": _("%(where)s, moments kept by %(who)s"),
        "call": _("Overall call of %(who)s"),
        "call_evidence": _("What decided the call of %(who)s"),
        "takeaway": _("Takeaway of %(who)s"),
        "look_back": _("The candidate’s look back"),
        "self_score": _("%(where)s, self-score"),
        "mean": _("%(where)s, mean of the raters"),
        "action_in": _("New under what to do next: %(where)s"),
        "action_gone": _("No longer under what to do next: %(where)s"),
    }
    return words[each.what] % about


def _said(each: Difference, value: Any) -> str:
    if each.what in {"score", "self_score"}:
        return _("not observed") if value is None else written(value)
    if each.what == "mean":
        return "–" if value is None else written_mean_of(*_ratio(value))
    if each.what == "round":
        return _round_word(value)
    if each.what == "look_back":
        return {"in": _("in"), "waived": _("waived"), "missing": _("missing")}.get(value, "")
    if each.what in {"card_in", "card_gone"}:
        return ""
    return "" if value is None else str(value)


def _ratio(value: Fraction) -> tuple[int, int]:
    return value.numerator, value.denominator


def _round_word(state: str) -> str:
    return {
        "scheduled": _("still to come"),
        "live": _("live"),
        "completed": _("took place"),
        "missed": _("missed"),
        "cancelled": _("cancelled"),
    }.get(state, "")
