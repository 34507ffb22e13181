"""What the room's forms take."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import Seat


class ClockForm(forms.Form):
    """A button of the clock, with the version of the clock that was seen."""

    action = forms.ChoiceField(
        choices=[(each, each) for each in ("start", "pause", "resume", "extend", "next")]
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class RevealForm(forms.Form):
    """A step to open."""

    step = forms.CharField(max_length=80)


class NoteForm(forms.Form):
    """The whole text of the notes, with the version it was typed upon."""

    # Stripping would make the saved text differ from what is on the screen while somebody types.
    text = forms.CharField(required=False, strip=False, max_length=60_000)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class ObserverForm(forms.Form):
    """The address of somebody to invite, and why they watch."""

    email = forms.EmailField(
        label=_("Email of the person to invite"), help_text=_("They need an account here.")
    )
    purpose = forms.ChoiceField(
        required=False,
        label=_("Why they watch"),
        choices=[
            (Seat.Purpose.NONE, _("just watching")),
            (Seat.Purpose.SHADOW, _("shadow: learns to interview")),
            (Seat.Purpose.REVERSE_SHADOW, _("reverse shadow: sees a learner interview")),
        ],
        help_text=_("Everybody in the room sees it. Whoever watches may fill in a card of their own."),
    )
