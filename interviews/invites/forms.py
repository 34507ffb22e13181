"""What a candidate asks somebody for, and what that person answers."""

from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interviews.booking.window_form import WINDOW, WindowForm
from interviews.invites.services import Wanted
from interviews.kinds import LOOP_KINDS, RoundKind, rounds_of
from interviews.models import Loop, Track


class InviteForm(WindowForm):
    """One kind of round, when it suits the candidate, and for whom."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            _("This form could not be read. Open the page again and fill it in anew."),
        ),
    )
    kind = forms.ChoiceField(label=_("Round"), choices=RoundKind.choices, widget=forms.RadioSelect)
    mode = forms.ChoiceField(
        label=_("Mode"),
        choices=[
            (Loop.Mode.LEARNING, _("Learning: with time to explain")),
            (Loop.Mode.STRESS, _("Stress: as hard as on the day itself")),
        ],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=_("Their email address"),
        required=False,
        max_length=254,
        help_text=_("We mail them the link. Leave it empty to hand the link on yourself."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    message = forms.CharField(
        label=_("A word to them"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, tracks: list[Track], initial: dict[str, Any]) -> None:
        today = timezone.localdate()
        super().__init__(
            data,
            initial={
                "track": tracks[0].slug,
                "kind": LOOP_KINDS[0],
                "mode": Loop.Mode.LEARNING,
                "first": today,
                "last": today + WINDOW,
                "after": time(8),
                "before": time(21),
                **initial,
            },
        )
        self.offer(tracks, today)

    def clean(self) -> dict[str, Any]:
        """The track has the round."""
        cleaned = super().clean() or {}
        track, kind = cleaned.get("track"), cleaned.get("kind")
        if track and kind and kind not in {each["kind"] for each in rounds_of(track.body)}:
            self.add_error("kind", _("This track has no such round."))
        return cleaned

    def wanted(self) -> Wanted:
        """What was asked for; only when valid."""
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if name != "key"})


class AcceptForm(forms.Form):
    """The time that was picked, as a quarter hour."""

    start = forms.IntegerField(
        min_value=0, error_messages={"required": _("Pick a time first."), "invalid": _("Pick a time first.")}
    )


class DeclineForm(forms.Form):
    """Why not, if somebody wants to say so."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("They read it in their mail."),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
