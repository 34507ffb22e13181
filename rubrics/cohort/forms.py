"""The filter of a cohort; it lives in the address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interviews.kinds import RoundKind
from rubrics.cohort.selectors import Wanted


class CohortForm(forms.Form):
    """Which loops count, and in which order. A value that is not offered is left out.

    Args:
        tracks: as (slug, title).
    """

    kind = forms.ChoiceField(required=False, label=gettext_lazy("Round"))
    since = forms.DateField(
        required=False,
        label=gettext_lazy("Since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    track = forms.ChoiceField(required=False, label=gettext_lazy("Track"))
    sort = forms.ChoiceField(required=False, label=gettext_lazy("Order"))

    def __init__(self, data: Any, *, tracks: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="cohort_%s")
        choices: dict[str, list[tuple[Any, Any]]] = {
            "kind": [("", _("all rounds")), *RoundKind.choices],
            "track": [("", _("all tracks")), *tracks],
            "sort": [("", _("by round and name")), ("weakest", _("weakest first"))],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.several_tracks = len(tracks) > 1
        self.is_valid()

    def wanted(self) -> Wanted:
        """What was asked for and can be had."""
        cleaned = self.cleaned_data
        found = {name: cleaned[name] for name in ("track", "since", "kind") if cleaned.get(name)}
        return found  # type: ignore[return-value]

    @property
    def weakest(self) -> bool:
        """Whether the weakest come first."""
        return self.cleaned_data.get("sort") == "weakest"

    def query(self) -> str:
        """The filter for links, "" without one."""
        names = [*self.wanted(), *(["sort"] if self.weakest else [])]
        return urlencode({name: self.data[name] for name in names})
