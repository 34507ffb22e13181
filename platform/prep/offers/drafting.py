"""A counter drafted from the candidate's own argument and numbers; what is empty is left out."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import current_clock
from common.zones import written
from prep.offers.amounts import grouped, in_words, money, percent, rounded
from prep.offers.terms import Terms, on_paper


@dataclass(frozen=True)
class Asked:
    """What a counter asks for; `grant` is in the unit of the offer's grant, None for what is not asked."""

    argument: str = ""
    worth: Fraction | None = None
    base: Fraction | None = None
    sign_on: Fraction | None = None
    grant: Fraction | None = None
    review: bool = False


_OPENING: dict[str, Promise] = {
    "warm": gettext_lazy(
        "Thank you for the offer%(role)s at %(company)s. I would like to do this work with you, and I want "
        "to "
        "settle the terms so that I can say yes."
    ),
    "plain": gettext_lazy(
        "Thank you for the offer%(role)s at %(company)s. Before I answer, here is what I ask."
    ),
    "firm": gettext_lazy(
        "Thank you for the offer%(role)s at %(company)s. As it stands I can’t accept it. These are the "
        "terms on "
        "which I can."
    ),
}
_CLOSING: dict[str, Promise] = {
    "warm": gettext_lazy(
        "If one of these is hard for you, tell me which, and let us look for another way to the same place. "
        "With these terms I am ready to sign%(until)s."
    ),
    "plain": gettext_lazy("With these terms I am ready to sign%(until)s. I am glad to talk it through."),
    "firm": gettext_lazy("With these terms I sign%(until)s. Please let me know by then."),
}


def draft(
    terms: Terms, asked: Asked, *, tone: str, company: str, level: str, addressee: str, name: str, zone: str
) -> str:
    """The text of a counter.

    Args:
        terms: of the offer.
        asked: what is asked and why.
        tone: "warm", "plain" or "firm".
        company: as the offer names it.
        level: the role, or "".
        addressee: whom it goes to, or "".
        name: who signs.
        zone: of the deadline.
    """
    parts = [
        (_("Dear %(name)s,") % {"name": addressee}) if addressee else _("Hello,"),
        str(_OPENING[tone])
        % {"company": company, "role": (_(" as %(level)s") % {"level": level}) if level else ""},
    ]
    if reason := _reason(terms, asked):
        parts.append(reason)
    if lines := _lines(terms, asked):
        parts.append("\n".join([_("I ask for:"), *(f"- {line}" for line in lines)]))
    parts.append(str(_CLOSING[tone]) % {"until": _until(terms.deadline, zone)})
    parts.append(_("Kind regards") + f"\n{name}")
    return "\n\n".join(parts)


def _reason(terms: Terms, asked: Asked) -> str:
    argument = " ".join(asked.argument.split())
    if argument and argument[-1] not in ".!?":
        argument += "."
    if asked.worth is None:
        return argument
    worth = _("I put that at about %(worth)s a year.") % {"worth": _money(asked.worth, terms)}
    return f"{argument} {worth}" if argument else ""


def _lines(terms: Terms, asked: Asked) -> list[str]:
    lines = []
    if asked.base is not None:
        lines.append(_instead(_("a base of %(wanted)s"), asked.base, terms.base, terms))
    if asked.grant is not None:
        lines.append(_grant_line(terms, asked))
    if asked.sign_on is not None:
        lines.append(_instead(_("a sign-on of %(wanted)s"), asked.sign_on, terms.sign_on, terms))
    if asked.review:
        lines.append(_("a review of pay after six months, with the goals for it in writing now"))
    return lines


def _instead(words: str, wanted: Fraction, offered: Fraction | None, terms: Terms) -> str:
    line = words % {"wanted": _money(wanted, terms)}
    if offered:
        line += _(" instead of %(offered)s") % {"offered": _money(offered, terms)}
    return line


def _grant_line(terms: Terms, asked: Asked) -> str:
    wanted, offered = asked.grant, terms.grant
    assert wanted is not None
    line = _("a grant of %(wanted)s") % {"wanted": _grant(wanted, terms)}
    if offered:
        line += _(" instead of %(offered)s") % {"offered": _grant(offered, terms)}
    more, less = on_paper(terms, wanted), on_paper(terms, offered)
    if more and less and terms.company and more.net > less.net:
        figures = {
            "company": _money(terms.company, terms),
            "more": _money(more.net - less.net, terms),
            "worth": _money(asked.worth or Fraction(0), terms),
        }
        line += _(": at a valuation of %(company)s that is %(more)s more on paper, once") % figures
        if asked.worth:
            line += _(", beside %(worth)s in every year") % figures
    return line


def _grant(amount: Fraction, terms: Terms) -> str:
    if terms.grant_is_share:
        return percent(amount, 8)
    return (
        _("%(number)s options") % {"number": grouped(rounded(amount, 0))}
        if terms.form == "options"
        else _("%(number)s shares") % {"number": grouped(rounded(amount, 0))}
    )


def _until(deadline: datetime | None, zone: str) -> str:
    if deadline is None:
        return ""
    return _(" by %(deadline)s") % {"deadline": written(deadline, zone, "full", current_clock())}


def _money(amount: Fraction, terms: Terms) -> str:
    return in_words(money(amount, terms.currency), terms.currency)
