"""What a candidate says about when, and which plan they pick."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.booking.selectors import Wishes
from interviews.kinds import RoundKind
from interviews.models import Track

WINDOW = timedelta(days=13)
"""The window shown first: two weeks, both days included."""
LONGEST = timedelta(days=56)


class WishesForm(forms.Form):
    """Window, hours of the day and pace, as parameters of the address; what is missing takes its default."""

    track = forms.ModelChoiceField(
        Track.objects.none(), label=_("Track"), empty_label=None, to_field_name="slug"
    )
    rounds = forms.MultipleChoiceField(
        label=_("Rounds"),
        choices=RoundKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one round.")},
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
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("kept", _("As at a company")), ("free", _("Any order"))],
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(
        label=_("Mode"),
        choices=[("learning", _("Learning")), ("stress", _("Stress"))],
        help_text=_(
            "Learning: time between the rounds, and the interviewer explains. "
            "Stress: close together, pushed as on the day itself."
        ),
        widget=forms.RadioSelect,
    )
    day = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, tracks: list[Track]) -> None:
        today = timezone.localdate()
        self.defaults: dict[str, Any] = {
            "track": tracks[0].slug,
            "order": "kept",
            "mode": "learning",
            "first": today.isoformat(),
            "last": (today + WINDOW).isoformat(),
            "after": "08:00",
            "before": "21:00",
            "pace": "spread",
        }
        known = {name: data[name] for name in (*self.defaults, "day") if data.get(name)}
        # Nothing ticked in a form that was sent is a mistake; an address that says nothing means all.
        asked = data.getlist("rounds")
        rounds = asked if asked or "asked" in data else list(RoundKind.values)
        super().__init__({**self.defaults, **known, "rounds": rounds})
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
            order=cleaned["order"],
            mode=cleaned["mode"],
            kinds=tuple(cleaned["rounds"]),
            begin=cleaned.get("day"),
        )


class PickForm(forms.Form):
    """The plan that was picked, sealed, and the key that makes picking it twice book once."""

    plan = forms.CharField(max_length=4000)
    booking_key = forms.UUIDField()


def _quarter(given: time) -> time:
    """Without seconds."""
    return given.replace(second=0, microsecond=0)
