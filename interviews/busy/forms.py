"""What comes in about calendars."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.busy.text import MOST_BYTES


class NameForm(forms.Form):
    """What a calendar is called."""

    name = forms.CharField(label=_("Name"), max_length=80)


class FileForm(forms.Form):
    """A calendar file; without a name it is called like the file."""

    file = forms.FileField(
        label=_("Calendar file (.ics)"),
        widget=forms.ClearableFileInput({"accept": ".ics,text/calendar"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    name = forms.CharField(label=_("Name"), max_length=80, required=False)

    def clean_file(self) -> Any:
        """Not larger than what is worked on."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 2 MiB. Export a shorter stretch of your calendar."), code="size"
            )
        return given


class AddressForm(forms.Form):
    """The address under which a calendar is shared."""

    url = forms.CharField(
        label=_("Calendar address"),
        max_length=1000,
        help_text=_("The private iCalendar address from your calendar’s settings, https:// or webcal://."),
        widget=forms.URLInput({"autocomplete": "off", "placeholder": "https://"}),
    )
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
