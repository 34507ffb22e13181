"""The filter of the list of debriefs; it lives in the address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rubrics.debriefs import states
from rubrics.history.selectors import BUSY, Wanted
from rubrics.models import Scorecard
from rubrics.scorecards.scale import written

STATE_WORDS = {
    states.READY: gettext_lazy("ready"),
    BUSY: gettext_lazy("being put together"),
    states.WAITING: gettext_lazy("waiting for cards"),
    states.FAILED: gettext_lazy("failed"),
}


class FilterForm(forms.Form):
    """Which debriefs to show. A value that is not offered is left out, with a word beside its field.

    Args:
        people: candidates as (id, name).
        criteria: criteria as (key, title).
    """

    candidate = forms.TypedChoiceField(required=False, coerce=int, label=gettext_lazy("Candidate"))
    call = forms.ChoiceField(required=False, label=gettext_lazy("A call of"))
    criterion = forms.ChoiceField(required=False, label=gettext_lazy("Criterion"))
    below = forms.TypedChoiceField(required=False, coerce=int, label=gettext_lazy("Below"))
    since = forms.DateField(
        required=False,
        label=gettext_lazy("Since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    state = forms.ChoiceField(required=False, label=gettext_lazy("State"))

    def __init__(self, data: Any, *, people: list[tuple[int, str]], criteria: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="filter_%s")
        anybody: tuple[str, Any] = ("", _("any"))
        choices: dict[str, list[tuple[Any, Any]]] = {
            "candidate": [("", _("everybody")), *people],
            "call": [anybody, *Scorecard.Call.choices],
            "criterion": [anybody, *criteria],
            # Below 1 there is nothing, so it starts at one and a half.
            "below": [("", "–"), *((step, written(step)) for step in range(3, 11))],
            "state": [anybody, *STATE_WORDS.items()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.several = len(people) > 1
        self.is_valid()

    def wanted(self) -> Wanted:
        """What was asked for and can be had."""
        found = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return found  # type: ignore[return-value]

    def query(self) -> str:
        """The filter for links to other pages of the list, "" without one."""
        return urlencode({name: self.data[name] for name in self.wanted()})

    def sentence(self, count: int) -> str:
        """The filter read aloud: "3 debriefs of Amara, “Idempotency” below 3, since 1 Oct 2026"."""
        wanted = self.wanted()
        words = [ngettext("%(count)s debrief", "%(count)s debriefs", count) % {"count": count}]
        if "candidate" in wanted:
            words[0] = _("%(debriefs)s of %(name)s") % {
                "debriefs": words[0],
                "name": self._offered("candidate", wanted["candidate"]),
            }
        if "call" in wanted:
            words.append(_("with a call of “%(call)s”") % {"call": self._offered("call", wanted["call"])})
        if "criterion" in wanted or "below" in wanted:
            words.append(self._criterion_words(wanted))
        if "since" in wanted:
            words.append(_("since %(day)s") % {"day": date_format(wanted["since"], "j M Y")})
        if "state" in wanted:
            words.append(str(STATE_WORDS[wanted["state"]]))
        return ", ".join(words)

    def _criterion_words(self, wanted: Wanted) -> str:
        title = (
            f"“{self._offered('criterion', wanted['criterion'])}”"
            if "criterion" in wanted
            else _("any criterion")
        )
        if "below" not in wanted:
            return _("%(criterion)s scored") % {"criterion": title}
        return _("%(criterion)s below %(score)s") % {"criterion": title, "score": written(wanted["below"])}

    def _offered(self, name: str, value: Any) -> Any:
        return dict(self.fields[name].choices)[value]  # type: ignore[attr-defined]
