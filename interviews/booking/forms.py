"""What a candidate says about when, and which plan they pick."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.booking.selectors import Wishes
from interviews.models import Track

WINDOW = timedelta(days=13)
"""The window shown first: two weeks, both days included."""
LONGEST = timedelta(days=56)


class WishesForm(forms.Form):
    """Window, hours of the day and pace, as parameters of the address; what is missing takes its default."""

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
    pace = forms.ChoiceField(
        label=_("Pace"),
        choices=[("spread", _("A round a day")), ("one_day", _("All on one day"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any, *, tracks: list[Track]) -> None:
        today = timezone.localdate()
        self.defaults: dict[str, str] = {
            "track": tracks[0].slug,
            "first": today.isoformat(),
            "last": (today + WINDOW).isoformat(),
            "after": "08:00",
            "before": "21:00",
            "pace": "spread",
        }
        known = {name: data[name] for name in self.defaults if data.get(name)}
        super().__init__({**self.defaults, **known})
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

    def clean(self) -> dict[str, Any]:
        """The window is neither empty nor endless."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("This is before the first day. Choose a later one."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("Look at eight weeks at most at a time."))
        return cleaned

    def wishes(self) -> Wishes:
        """What was asked for; only when valid."""
        cleaned = self.cleaned_data
        return Wishes(
            first=cleaned["first"],
            last=cleaned["last"],
            after=_quarter(cleaned["after"]),
            before=_quarter(cleaned["before"]),
            pace=cleaned["pace"],
        )


class PickForm(forms.Form):
    """The plan that was picked, sealed, and the key that makes picking it twice book once."""

    plan = forms.CharField(max_length=4000)
    booking_key = forms.UUIDField()


def _quarter(given: time) -> time:
    """Without seconds."""
    return given.replace(second=0, microsecond=0)
