"""Which reminders a person wants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from interviews.models import ReminderChoice


class RemindersForm(forms.ModelForm):
    """A box for each reminder."""

    class Meta:
        model = ReminderChoice
        fields = ["day", "hour", "opening"]
        labels = {
            "day": _("A day before"),
            "hour": _("An hour before"),
            "opening": _("When the room opens, ten minutes before"),
        }
