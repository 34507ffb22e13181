"""The administrator's form: leave by hand, which says why."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interviews.models import Qualification


class GrantForm(forms.ModelForm):
    """Who may be offered for what until when, and a note that stays in the row's history."""

    note = forms.CharField(
        max_length=300,
        label=gettext_lazy("note"),
        help_text=gettext_lazy("Why, for whoever looks at the history later."),
    )

    class Meta:
        model = Qualification
        fields = ["person", "kind", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A form that only shows a row has no field to fill in.
        if self.instance.pk is None and "until" in self.fields:
            self.fields["until"].initial = timezone.now() + timedelta(days=settings.CALIBRATION_VALID_DAYS)

    def clean_until(self) -> Any:
        """A moment to come: leave is taken away by deleting it."""
        until = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(_("Choose a moment to come; delete the row to take the leave away."))
        return until
