"""What a candidate says about when, and which plan they pick."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.booking.selectors import Wishes
from interviews.booking.window_form import WINDOW, WindowForm
from interviews.kinds import LOOP_KINDS, STAFFED_AS, RoundKind, rounds_of
from interviews.models import Track


class WishesForm(WindowForm):
    """Window, hours of the day and pace, as parameters of the address; what is missing takes its default."""

    rounds = forms.MultipleChoiceField(
        label=_("Rounds"),
        choices=RoundKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one round.")},
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
        rounds = asked if asked or "asked" in data else list(LOOP_KINDS)
        super().__init__({**self.defaults, **known, "rounds": rounds})
        self.offer(tracks, today)

    def clean(self) -> dict[str, Any]:
        """The track has the rounds, and what is only booked by itself is."""
        cleaned = super().clean() or {}
        track, kinds = cleaned.get("track"), cleaned.get("rounds") or []
        if any(kind in STAFFED_AS for kind in kinds) and len(kinds) > 1:
            self.add_error("rounds", _("The offer negotiation is booked by itself: tick it alone."))
        elif track and any(kind not in {each["kind"] for each in rounds_of(track.body)} for kind in kinds):
            self.add_error("rounds", _("This track has no such round."))
        return cleaned

    def wishes(self) -> Wishes:
        """What was asked for; only when valid."""
        cleaned = self.cleaned_data
        return Wishes(
            first=cleaned["first"],
            last=cleaned["last"],
            after=cleaned["after"],
            before=cleaned["before"],
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
