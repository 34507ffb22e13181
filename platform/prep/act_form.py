"""The form by which one thing of the workspace is put away, brought back or moved."""

from django import forms

from prep.keeping import ACTS


class ActForm(forms.Form):
    """What to do with it."""

    act = forms.ChoiceField(choices=[(name, name) for name in ACTS])
