"""What a person sends to change a round."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ChangeForm(forms.Form):
    """A change of a round as the person saw it (`sequence`), with an optional reason."""

    sequence = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The others read it in their mail."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoveForm(ChangeForm):
    """A move to another time: the quarter hour since 1970 at which the round is to begin."""

    start = forms.IntegerField(
        min_value=0,
        max_value=2**40,
        error_messages={
            "required": _("Choose a time first."),
            "invalid": _("Choose one of the times."),
            "max_value": _("Choose one of the times."),
            "min_value": _("Choose one of the times."),
        },
        widget=forms.HiddenInput,
    )


class ReplaceForm(ChangeForm):
    """Somebody else: a person's id, or nothing for anyone."""

    person = forms.IntegerField(
        min_value=1,
        max_value=2**40,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Choose one of the people.")),
        widget=forms.HiddenInput,
    )


class AnswerForm(forms.Form):
    """Yes or no to a request for cover."""

    answer = forms.ChoiceField(choices=[("yes", _("yes")), ("no", _("no"))])
