"""Days and hours within which somebody wants to be interviewed: what booking and inviting both ask."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import Track

WINDOW = timedelta(days=13)
"""The window shown first: two weeks, both days included."""
LONGEST = timedelta(days=56)


class WindowForm(forms.Form):
    """A track, the first and last day, and the hours of the day; call `offer` when the fields are there."""

    track = forms.ModelChoiceField(
        Track.objects.none(), label=_("Track"), empty_label=None, to_field_name="slug"
    )
    first = forms.DateField(label=_("From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    after = forms.TimeField(
        label=_("Not before"), widget=forms.TimeInput({"type": "time", "step": 900}, format="%H:%M")
    )
    before = forms.TimeField(
        label=_("Not after"), widget=forms.TimeInput({"type": "time", "step": 900}, format="%H:%M")
    )

    def offer(self, tracks: list[Track], today: date) -> None:
        """Say which tracks there are (one alone is not asked for), and what day it is for the person."""
        self.today = today
        field = self.fields["track"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Track.objects.filter(pk__in=[track.pk for track in tracks])
        if len(tracks) == 1:
            field.widget = forms.HiddenInput()
        for name in ("first", "last"):
            self.fields[name].widget.attrs["min"] = today.isoformat()

    def clean_first(self) -> date:
        """A day that is over means today."""
        return max(self.cleaned_data["first"], self.today)

    def clean_after(self) -> time:
        """Without seconds."""
        return _minute(self.cleaned_data["after"])

    def clean_before(self) -> time:
        """Without seconds."""
        return _minute(self.cleaned_data["before"])

    def clean(self) -> dict[str, Any]:
        """The window is neither empty nor endless."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("This is before the first day. Choose a later one."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("Ask for eight weeks at most at a time."))
        return cleaned


def _minute(given: time) -> time:
    return given.replace(second=0, microsecond=0)
