"""What comes in when something is taken back."""

from django import forms


class TakeBackForm(forms.Form):
    """Which of one's own pairs."""

    pair = forms.IntegerField(min_value=1)
