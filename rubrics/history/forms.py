"""The filter and the order of the list of debriefs; the address holds all of it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from interviews.kinds import SHORT_TITLES, RoundKind
from rubrics.history.rows import state_words
from rubrics.history.selectors import FLAGS, NEWEST, SIZES, SORTS, STATES, Wanted
from rubrics.models import Scorecard
from rubrics.scorecards.scale import written

FLAG_WORDS = {
    "apart": gettext_lazy("raters far apart"),
    "self": gettext_lazy("self-score far off"),
    "missing": gettext_lazy("a card missing"),
}
assert FLAG_WORDS.keys() == FLAGS.keys()
SORT_WORDS = {
    "-held": gettext_lazy("the latest first"),
    "held": gettext_lazy("the earliest first"),
    "candidate": gettext_lazy("candidates from A to Z"),
    "-candidate": gettext_lazy("candidates from Z to A"),
    "lowest": gettext_lazy("the lowest score first"),
    "-lowest": gettext_lazy("the highest score first"),
    "state": gettext_lazy("what is not ready first"),
    "-state": gettext_lazy("what is ready first"),
}
assert {each.removeprefix("-") for each in SORT_WORDS} == set(SORTS)
ORDER = ("sort", "size")
"""What changes how the list looks, not what is in it."""


class Words(NamedTuple):
    """One part of the filter read aloud, and the address's part after "?" without it."""

    text: str
    without: str


class PlainSelect(forms.Select):
    """A select of many options: written at once, where Django's renders a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        return format_html(
            '<select name="{}" id="{}"{}>{}</select>',
            name,
            (attrs or {}).get("id", ""),
            format_html_join("", ' {}="{}"', ((k, v) for k, v in self.attrs.items())),
            format_html_join("", "{}", ((self._part(each, chosen),) for each in self.choices)),
        )

    def _part(self, choice: Any, chosen: str) -> SafeString:
        value, label = choice
        if isinstance(label, list | tuple):
            inside = format_html_join("", "{}", ((self._part(each, chosen),) for each in label))
            return format_html('<optgroup label="{}">{}</optgroup>', value, inside)
        if str(value) == chosen:
            return format_html('<option value="{}" selected>{}</option>', value, label)
        return format_html('<option value="{}">{}</option>', value, label)


def _choice(label: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=label, widget=PlainSelect(**more))


def _number(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(required=False, coerce=int, label=label, widget=PlainSelect())


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(required=False, label=label, widget=widget)


class FilterForm(forms.Form):
    """Which debriefs to show, and in which order. A value that is not offered is left out, and said beside
    its field.

    Args:
        people: candidates as (id, name).
        tracks: tracks as (slug, title).
        criteria: criteria as from `selectors.criteria`.
        title_of: what a criterion is called that is not among them; None for one that never was.
    """

    q = forms.CharField(
        required=False,
        max_length=60,
        label=gettext_lazy("Name"),
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "data-key": "/",
                "data-key-label": gettext_lazy("Find by name"),
            }
        ),
    )
    candidate = _number(gettext_lazy("Candidate"))
    track = _choice(gettext_lazy("Track"))
    kind = _choice(gettext_lazy("Round"))
    criterion = _choice(gettext_lazy("Criterion"))
    below = _number(gettext_lazy("Below"))
    call = _choice(gettext_lazy("A call of"))
    since = _day(gettext_lazy("Since"))
    until = _day(gettext_lazy("Until"))
    state = _choice(gettext_lazy("State"))
    flag = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Only with"),
        choices=list(FLAG_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    sort = _choice(gettext_lazy("Order"))
    size = _number(gettext_lazy("On a page"))

    def __init__(
        self,
        data: QueryDict,
        *,
        people: list[tuple[int, str]],
        tracks: list[tuple[str, str]],
        criteria: list[tuple[str, list[tuple[str, str]]]],
        title_of: Callable[[str], str | None],
    ) -> None:
        super().__init__(data, auto_id="filter_%s")
        anybody = ("", _("any"))
        kinds = dict(RoundKind.choices)
        groups = [(str(kinds.get(kind, _("Several rounds"))), listed) for kind, listed in criteria]
        self._titles = {key: title for _kind, listed in criteria for key, title in listed}
        asked = data.get("criterion", "")
        if asked and asked not in self._titles and (title := title_of(asked)) is not None:
            self._titles[asked] = title
            groups.append((_("No longer asked"), [(asked, title)]))
        choices: dict[str, Sequence[tuple[Any, Any]]] = {
            "candidate": [("", _("everybody")), *people],
            "track": [anybody, *tracks],
            "kind": [anybody, *kinds.items()],
            "criterion": [anybody, *groups],
            "call": [anybody, *Scorecard.Call.choices],
            # Below 1 there is nothing, so it starts at one and a half.
            "below": [("", "–"), *((step, written(step)) for step in range(3, 11))],
            "state": [anybody, *((state, state_words(state)) for state in STATES)],
            "sort": [(key if key != NEWEST else "", words) for key, words in SORT_WORDS.items()],
            "size": [(size if size != SIZES[0] else "", size) for size in SIZES],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.people = people
        self.several = len(people) > 1
        self.is_valid()

    def clean(self) -> dict[str, Any]:
        """A span that ends before it begins is no span; the later field is left out, and says so."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.add_error("until", _("This is before “since”, so it was left out."))
        return data

    def wanted(self) -> Wanted:
        """What was asked for and can be had."""
        found = {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}
        return found  # type: ignore[return-value]

    @property
    def filtered(self) -> bool:
        """Whether anything is left out of the list."""
        return any(name not in ORDER for name in self.wanted())

    def query(self, *without: str, **instead: str) -> str:
        """The address's part after "?", "" for the plain list.

        Args:
            without: fields to leave out.
            instead: fields to give another value, "" for none.
        """
        given = {
            name: [str(each) for each in value] if isinstance(value, list) else [self._written(value)]
            for name, value in self.wanted().items()
            if name not in without
        }
        given.update({name: [value] for name, value in instead.items()})
        pairs = [(name, value) for name in self.fields for value in given.get(name, ()) if value]
        return urlencode(pairs)

    @staticmethod
    def _written(value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)

    def sorting(self, column: str, *, falling_first: bool = False) -> dict[str, str]:
        """A column's head: `aria` ("ascending", "descending", "none"), and `query` for the other way."""
        now = self.wanted().get("sort", NEWEST)
        up, down = column, f"-{column}"
        if now not in {up, down}:
            following = down if falling_first else up
            return {"aria": "none", "query": self._sorted(following)}
        return {
            "aria": "ascending" if now == up else "descending",
            "query": self._sorted(down if now == up else up),
        }

    def _sorted(self, sort: str) -> str:
        return self.query(sort="" if sort == NEWEST else sort)

    @staticmethod
    def count_words(count: int) -> str:
        """How many there are: "3 debriefs"."""
        return ngettext("%(count)s debrief", "%(count)s debriefs", count) % {"count": f"{count:,}"}

    def score_title(self) -> str:
        """What the column of scores is about."""
        wanted = self.wanted()
        if "criterion" in wanted:
            return self._titles[wanted["criterion"]]
        if "kind" in wanted:
            return _("Lowest in %(round)s") % {"round": SHORT_TITLES[RoundKind(wanted["kind"])]}
        return _("Lowest")

    def sentence(self, count: int) -> str:
        """The filter read aloud: "3 debriefs of Amara, “Idempotency” below 3, since 1 Oct 2026"."""
        whole = self.count_words(count)
        words = [each.text for each in self.words()]
        if "candidate" in self.wanted():
            whole = f"{whole} {words.pop(0)}"
        return ", ".join([whole, *words])

    def words(self) -> list[Words]:
        """The filter's parts in words, each with the address without it."""
        wanted = self.wanted()
        found = []
        if "candidate" in wanted:
            name = self._offered("candidate", wanted["candidate"])
            found.append(Words(_("of %(name)s") % {"name": name}, self.query("candidate")))
        if "q" in wanted:
            found.append(Words(_("named “%(words)s”") % {"words": wanted["q"]}, self.query("q")))
        if "track" in wanted:
            title = self._offered("track", wanted["track"])
            found.append(Words(_("in %(track)s") % {"track": title}, self.query("track")))
        if "kind" in wanted:
            found.append(Words(str(RoundKind(wanted["kind"]).label), self.query("kind")))
        if "call" in wanted:
            call = self._offered("call", wanted["call"])
            found.append(Words(_("with a call of “%(call)s”") % {"call": call}, self.query("call")))
        if "criterion" in wanted or "below" in wanted:
            found.append(Words(self._criterion_words(wanted), self.query("criterion", "below")))
        for name, words in (("since", _("since %(day)s")), ("until", _("until %(day)s"))):
            if name in wanted:
                day = date_format(wanted[name], "j M Y")  # type: ignore[literal-required]
                found.append(Words(words % {"day": day}, self.query(name)))
        if "state" in wanted:
            found.append(Words(state_words(wanted["state"]), self.query("state")))
        for flag in wanted.get("flag", []):
            others = [each for each in wanted["flag"] if each != flag]
            rest = self.query("flag")
            more = urlencode([("flag", each) for each in others])
            found.append(Words(str(FLAG_WORDS[flag]), "&".join(filter(None, (rest, more)))))
        return found

    def _criterion_words(self, wanted: Wanted) -> str:
        title = f"“{self._titles[wanted['criterion']]}”" if "criterion" in wanted else _("any criterion")
        if "below" not in wanted:
            return _("%(criterion)s scored") % {"criterion": title}
        return _("%(criterion)s below %(score)s") % {"criterion": title, "score": written(wanted["below"])}

    def _offered(self, name: str, value: Any) -> Any:
        return dict(self.fields[name].choices)[value]  # type: ignore[attr-defined]
